using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Parley.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class HealthAndStatistics : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "provider_health",
                columns: table => new
                {
                    provider = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    minute = table.Column<long>(type: "bigint", nullable: false),
                    node = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    probes = table.Column<int>(type: "integer", nullable: false),
                    failed_probes = table.Column<int>(type: "integer", nullable: false),
                    probe_p50_ms = table.Column<double>(type: "double precision", nullable: true),
                    probe_p95_ms = table.Column<double>(type: "double precision", nullable: true),
                    first_token_p50_ms = table.Column<double>(type: "double precision", nullable: true),
                    first_token_p95_ms = table.Column<double>(type: "double precision", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_provider_health", x => new { x.provider, x.minute, x.node });
                });

            migrationBuilder.CreateTable(
                name: "usage_rolled_hours",
                columns: table => new
                {
                    hour = table.Column<long>(type: "bigint", nullable: false),
                    claim = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    claimed_at = table.Column<long>(type: "bigint", nullable: false),
                    is_done = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_usage_rolled_hours", x => x.hour);
                });

            migrationBuilder.CreateTable(
                name: "usage_rollups",
                columns: table => new
                {
                    hour = table.Column<long>(type: "bigint", nullable: false),
                    provider = table.Column<string>(type: "text", nullable: false),
                    model = table.Column<string>(type: "text", nullable: false),
                    figures = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_usage_rollups", x => new { x.hour, x.provider, x.model });
                });

            migrationBuilder.CreateIndex(
                name: "ix_provider_health_minute",
                table: "provider_health",
                column: "minute");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "provider_health");

            migrationBuilder.DropTable(
                name: "usage_rolled_hours");

            migrationBuilder.DropTable(
                name: "usage_rollups");
        }
    }
}
