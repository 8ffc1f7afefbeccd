using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Parley.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class StreamPolicies : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "continues",
                table: "usage_events",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "read_at",
                table: "streams",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "keeps_streams",
                table: "api_keys",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "continues",
                table: "usage_events");

            migrationBuilder.DropColumn(
                name: "read_at",
                table: "streams");

            migrationBuilder.DropColumn(
                name: "keeps_streams",
                table: "api_keys");
        }
    }
}
