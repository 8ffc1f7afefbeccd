using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Parley.Data.Sqlite.Migrations
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
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_cached",
                table: "usage_events",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "route",
                table: "usage_events",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "route_reason",
                table: "usage_events",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "breaker",
                table: "providers",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "concurrency",
                table: "providers",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "enabled",
                table: "providers",
                type: "INTEGER",
                nullable: false,
                defaultValue: true);

            migrationBuilder.AddColumn<bool>(
                name: "probe",
                table: "providers",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "probe_interval_ms",
                table: "providers",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "probe_timeout_ms",
                table: "providers",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "requests_per_minute",
                table: "providers",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "tokens_per_minute",
                table: "providers",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "version",
                table: "providers",
                type: "INTEGER",
                nullable: false,
                defaultValue: 1L);

            migrationBuilder.AddColumn<long>(
                name: "added_at",
                table: "provider_credentials",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "expires_at",
                table: "provider_credentials",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "id",
                table: "provider_credentials",
                type: "TEXT",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "cache_seconds",
                table: "api_keys",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "concurrency",
                table: "api_keys",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "requests_per_minute",
                table: "api_keys",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "tokens_per_minute",
                table: "api_keys",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "version",
                table: "api_keys",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "catalogue_lines",
                columns: table => new
                {
                    key = table.Column<string>(type: "TEXT", maxLength: 700, nullable: false),
                    provider = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    model = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    line = table.Column<string>(type: "TEXT", nullable: false),
                    imported_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_catalogue_lines", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "model_settings",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    enabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    aliases = table.Column<string>(type: "TEXT", nullable: false),
                    context_window = table.Column<long>(type: "INTEGER", nullable: true),
                    max_output_tokens = table.Column<long>(type: "INTEGER", nullable: true),
                    requests_per_minute = table.Column<long>(type: "INTEGER", nullable: true),
                    tokens_per_minute = table.Column<long>(type: "INTEGER", nullable: true),
                    concurrency = table.Column<int>(type: "INTEGER", nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_model_settings", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "provider_health",
                columns: table => new
                {
                    provider = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    minute = table.Column<long>(type: "INTEGER", nullable: false),
                    node = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    probes = table.Column<int>(type: "INTEGER", nullable: false),
                    failed_probes = table.Column<int>(type: "INTEGER", nullable: false),
                    probe_p50_ms = table.Column<double>(type: "REAL", nullable: true),
                    probe_p95_ms = table.Column<double>(type: "REAL", nullable: true),
                    first_token_p50_ms = table.Column<double>(type: "REAL", nullable: true),
                    first_token_p95_ms = table.Column<double>(type: "REAL", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_provider_health", x => new { x.provider, x.minute, x.node });
                });

            migrationBuilder.CreateTable(
                name: "response_cache",
                columns: table => new
                {
                    owner = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    digest = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false),
                    model = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: false),
                    bytes = table.Column<int>(type: "INTEGER", nullable: false),
                    record = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_response_cache", x => new { x.owner, x.digest });
                });

            migrationBuilder.CreateTable(
                name: "routes",
                columns: table => new
                {
                    origin = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    position = table.Column<int>(type: "INTEGER", nullable: false),
                    definition = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_routes", x => new { x.origin, x.name });
                });

            migrationBuilder.CreateTable(
                name: "usage_rolled_hours",
                columns: table => new
                {
                    hour = table.Column<long>(type: "INTEGER", nullable: false),
                    claim = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    claimed_at = table.Column<long>(type: "INTEGER", nullable: false),
                    is_done = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_usage_rolled_hours", x => x.hour);
                });

            migrationBuilder.CreateTable(
                name: "usage_rollups",
                columns: table => new
                {
                    hour = table.Column<long>(type: "INTEGER", nullable: false),
                    provider = table.Column<string>(type: "TEXT", nullable: false),
                    model = table.Column<string>(type: "TEXT", nullable: false),
                    figures = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_usage_rollups", x => new { x.hour, x.provider, x.model });
                });

            migrationBuilder.CreateIndex(
                name: "ix_provider_health_minute",
                table: "provider_health",
                column: "minute");

            migrationBuilder.CreateIndex(
                name: "ix_response_cache_age",
                table: "response_cache",
                columns: new[] { "created_at", "bytes" });

            migrationBuilder.CreateIndex(
                name: "ix_response_cache_expiry",
                table: "response_cache",
                column: "expires_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "catalogue_lines");

            migrationBuilder.DropTable(
                name: "model_settings");

            migrationBuilder.DropTable(
                name: "provider_health");

            migrationBuilder.DropTable(
                name: "response_cache");

            migrationBuilder.DropTable(
                name: "routes");

            migrationBuilder.DropTable(
                name: "usage_rolled_hours");

            migrationBuilder.DropTable(
                name: "usage_rollups");

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

            migrationBuilder.DropColumn(
                name: "breaker",
                table: "providers");

            migrationBuilder.DropColumn(
                name: "concurrency",
                table: "providers");

            migrationBuilder.DropColumn(
                name: "enabled",
                table: "providers");

            migrationBuilder.DropColumn(
                name: "probe",
                table: "providers");

            migrationBuilder.DropColumn(
                name: "probe_interval_ms",
                table: "providers");

            migrationBuilder.DropColumn(
                name: "probe_timeout_ms",
                table: "providers");

            migrationBuilder.DropColumn(
                name: "requests_per_minute",
                table: "providers");

            migrationBuilder.DropColumn(
                name: "tokens_per_minute",
                table: "providers");

            migrationBuilder.DropColumn(
                name: "version",
                table: "providers");

            migrationBuilder.DropColumn(
                name: "added_at",
                table: "provider_credentials");

            migrationBuilder.DropColumn(
                name: "expires_at",
                table: "provider_credentials");

            migrationBuilder.DropColumn(
                name: "id",
                table: "provider_credentials");

            migrationBuilder.DropColumn(
                name: "cache_seconds",
                table: "api_keys");

            migrationBuilder.DropColumn(
                name: "concurrency",
                table: "api_keys");

            migrationBuilder.DropColumn(
                name: "requests_per_minute",
                table: "api_keys");

            migrationBuilder.DropColumn(
                name: "tokens_per_minute",
                table: "api_keys");

            migrationBuilder.DropColumn(
                name: "version",
                table: "api_keys");
        }
    }
}
