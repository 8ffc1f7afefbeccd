using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Parley.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class MediaUnits : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "audio_ms",
                table: "usage_events",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "characters",
                table: "usage_events",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "images",
                table: "usage_events",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "input_image",
                table: "usage_events",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "output_image",
                table: "usage_events",
                type: "bigint",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "audio_ms",
                table: "usage_events");

            migrationBuilder.DropColumn(
                name: "characters",
                table: "usage_events");

            migrationBuilder.DropColumn(
                name: "images",
                table: "usage_events");

            migrationBuilder.DropColumn(
                name: "input_image",
                table: "usage_events");

            migrationBuilder.DropColumn(
                name: "output_image",
                table: "usage_events");
        }
    }
}
