using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Parley.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Catalogue : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "catalogue_lines",
                columns: table => new
                {
                    key = table.Column<string>(type: "character varying(700)", maxLength: 700, nullable: false),
                    provider = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    model = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    line = table.Column<string>(type: "text", nullable: false),
                    imported_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_catalogue_lines", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "model_settings",
                columns: table => new
                {
                    id = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    enabled = table.Column<bool>(type: "boolean", nullable: false),
                    aliases = table.Column<string>(type: "text", nullable: false),
                    context_window = table.Column<long>(type: "bigint", nullable: true),
                    max_output_tokens = table.Column<long>(type: "bigint", nullable: true),
                    requests_per_minute = table.Column<long>(type: "bigint", nullable: true),
                    tokens_per_minute = table.Column<long>(type: "bigint", nullable: true),
                    concurrency = table.Column<int>(type: "integer", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_model_settings", x => x.id);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "catalogue_lines");

            migrationBuilder.DropTable(
                name: "model_settings");
        }
    }
}
