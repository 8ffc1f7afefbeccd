using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Parley.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class RegistryChanges : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "routes");

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
        }
    }
}
