using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Parley.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "change_stamps",
                columns: table => new
                {
                    topic = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_change_stamps", x => x.topic);
                });

            migrationBuilder.CreateTable(
                name: "usage_events",
                columns: table => new
                {
                    sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    request_id = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    key_id = table.Column<string>(type: "TEXT", nullable: true),
                    user_id = table.Column<string>(type: "TEXT", nullable: true),
                    tags = table.Column<string>(type: "TEXT", nullable: true),
                    format = table.Column<string>(type: "TEXT", nullable: false),
                    operation = table.Column<string>(type: "TEXT", nullable: false),
                    stream = table.Column<bool>(type: "INTEGER", nullable: false),
                    model_asked = table.Column<string>(type: "TEXT", nullable: false),
                    model = table.Column<string>(type: "TEXT", nullable: true),
                    provider = table.Column<string>(type: "TEXT", nullable: true),
                    input = table.Column<long>(type: "INTEGER", nullable: true),
                    cache_read = table.Column<long>(type: "INTEGER", nullable: true),
                    cache_write_5m = table.Column<long>(type: "INTEGER", nullable: true),
                    cache_write_1h = table.Column<long>(type: "INTEGER", nullable: true),
                    output = table.Column<long>(type: "INTEGER", nullable: true),
                    reasoning = table.Column<long>(type: "INTEGER", nullable: true),
                    input_audio = table.Column<long>(type: "INTEGER", nullable: true),
                    output_audio = table.Column<long>(type: "INTEGER", nullable: true),
                    source = table.Column<string>(type: "TEXT", nullable: true),
                    raw_usage = table.Column<string>(type: "TEXT", nullable: true),
                    upstream_started_us = table.Column<long>(type: "INTEGER", nullable: true),
                    first_token_us = table.Column<long>(type: "INTEGER", nullable: true),
                    total_us = table.Column<long>(type: "INTEGER", nullable: true),
                    attempts = table.Column<int>(type: "INTEGER", nullable: true),
                    outcome = table.Column<string>(type: "TEXT", nullable: true),
                    error = table.Column<string>(type: "TEXT", nullable: true),
                    status = table.Column<int>(type: "INTEGER", nullable: true),
                    cancel_policy = table.Column<string>(type: "TEXT", nullable: true),
                    node = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_usage_events", x => x.sequence);
                });

            migrationBuilder.CreateTable(
                name: "usage_journal",
                columns: table => new
                {
                    sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    node = table.Column<string>(type: "TEXT", nullable: false),
                    records = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_usage_journal", x => x.sequence);
                });

            migrationBuilder.CreateIndex(
                name: "ix_usage_events_key",
                table: "usage_events",
                columns: new[] { "key_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_usage_events_model",
                table: "usage_events",
                columns: new[] { "model", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_usage_events_open",
                table: "usage_events",
                column: "node",
                filter: "outcome IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_usage_events_time",
                table: "usage_events",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ux_usage_events_request",
                table: "usage_events",
                column: "request_id",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "change_stamps");

            migrationBuilder.DropTable(
                name: "usage_events");

            migrationBuilder.DropTable(
                name: "usage_journal");
        }
    }
}
