using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Parley.Data.Postgres.Migrations
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
                    topic = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_change_stamps", x => x.topic);
                });

            migrationBuilder.CreateTable(
                name: "usage_events",
                columns: table => new
                {
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    request_id = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    key_id = table.Column<string>(type: "text", nullable: true),
                    user_id = table.Column<string>(type: "text", nullable: true),
                    tags = table.Column<string>(type: "text", nullable: true),
                    format = table.Column<string>(type: "text", nullable: false),
                    operation = table.Column<string>(type: "text", nullable: false),
                    stream = table.Column<bool>(type: "boolean", nullable: false),
                    model_asked = table.Column<string>(type: "text", nullable: false),
                    model = table.Column<string>(type: "text", nullable: true),
                    provider = table.Column<string>(type: "text", nullable: true),
                    input = table.Column<long>(type: "bigint", nullable: true),
                    cache_read = table.Column<long>(type: "bigint", nullable: true),
                    cache_write_5m = table.Column<long>(type: "bigint", nullable: true),
                    cache_write_1h = table.Column<long>(type: "bigint", nullable: true),
                    output = table.Column<long>(type: "bigint", nullable: true),
                    reasoning = table.Column<long>(type: "bigint", nullable: true),
                    input_audio = table.Column<long>(type: "bigint", nullable: true),
                    output_audio = table.Column<long>(type: "bigint", nullable: true),
                    source = table.Column<string>(type: "text", nullable: true),
                    raw_usage = table.Column<string>(type: "text", nullable: true),
                    upstream_started_us = table.Column<long>(type: "bigint", nullable: true),
                    first_token_us = table.Column<long>(type: "bigint", nullable: true),
                    total_us = table.Column<long>(type: "bigint", nullable: true),
                    attempts = table.Column<int>(type: "integer", nullable: true),
                    outcome = table.Column<string>(type: "text", nullable: true),
                    error = table.Column<string>(type: "text", nullable: true),
                    status = table.Column<int>(type: "integer", nullable: true),
                    cancel_policy = table.Column<string>(type: "text", nullable: true),
                    node = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_usage_events", x => x.sequence);
                });

            migrationBuilder.CreateTable(
                name: "usage_journal",
                columns: table => new
                {
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    node = table.Column<string>(type: "text", nullable: false),
                    records = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_usage_journal", x => x.sequence);
                });

            migrationBuilder.CreateIndex(
                name: "ix_usage_events_key",
                table: "usage_events",
                columns: new[] { "key_id", "at", "sequence" });

            migrationBuilder.CreateIndex(
                name: "ix_usage_events_model",
                table: "usage_events",
                columns: new[] { "model", "at", "sequence" });

            migrationBuilder.CreateIndex(
                name: "ix_usage_events_open",
                table: "usage_events",
                column: "node",
                filter: "outcome IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_usage_events_time",
                table: "usage_events",
                columns: new[] { "at", "sequence" });

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
