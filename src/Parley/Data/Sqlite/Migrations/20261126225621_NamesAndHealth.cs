using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Parley.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class NamesAndHealth : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "discovery_error",
                table: "providers",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "discovery_tried_at",
                table: "providers",
                type: "INTEGER",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "discovery_error",
                table: "providers");

            migrationBuilder.DropColumn(
                name: "discovery_tried_at",
                table: "providers");
        }
    }
}
