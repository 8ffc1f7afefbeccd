using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Parley.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class HealthReasons : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "discovery_error",
                table: "providers",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "discovery_tried_at",
                table: "providers",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "breaker",
                table: "provider_health",
                type: "character varying(10)",
                maxLength: 10,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "probe_error",
                table: "provider_health",
                type: "character varying(300)",
                maxLength: 300,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "probed_at",
                table: "provider_health",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "reason",
                table: "provider_health",
                type: "character varying(300)",
                maxLength: 300,
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

            migrationBuilder.DropColumn(
                name: "breaker",
                table: "provider_health");

            migrationBuilder.DropColumn(
                name: "probe_error",
                table: "provider_health");

            migrationBuilder.DropColumn(
                name: "probed_at",
                table: "provider_health");

            migrationBuilder.DropColumn(
                name: "reason",
                table: "provider_health");
        }
    }
}
