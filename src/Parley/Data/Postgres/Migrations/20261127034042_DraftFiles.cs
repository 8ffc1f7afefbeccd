using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Parley.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class DraftFiles : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "draft_files",
                table: "conversations",
                type: "text",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_message_files_file",
                table: "message_files",
                column: "file_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_message_files_file",
                table: "message_files");

            migrationBuilder.DropColumn(
                name: "draft_files",
                table: "conversations");
        }
    }
}
