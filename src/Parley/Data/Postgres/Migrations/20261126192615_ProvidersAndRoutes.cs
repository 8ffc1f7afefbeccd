using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Parley.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class ProvidersAndRoutes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "hedges",
                table: "usage_events",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_cached",
                table: "usage_events",
                type: "boolean",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "route",
                table: "usage_events",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "route_reason",
                table: "usage_events",
                type: "text",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "hedges",
                table: "usage_events");

            migrationBuilder.DropColumn(
                name: "is_cached",
                table: "usage_events");

            migrationBuilder.DropColumn(
                name: "route",
                table: "usage_events");

            migrationBuilder.DropColumn(
                name: "route_reason",
                table: "usage_events");
        }
    }
}
