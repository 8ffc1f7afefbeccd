using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Parley.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class StreamsAndMedia : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "audio_ms",
                table: "usage_events",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "characters",
                table: "usage_events",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "continues",
                table: "usage_events",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "images",
                table: "usage_events",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "input_image",
                table: "usage_events",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "output_image",
                table: "usage_events",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "keeps_streams",
                table: "api_keys",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "responses",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    owner = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: false),
                    previous_id = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    stream_id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    provider = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    input = table.Column<byte[]>(type: "BLOB", nullable: false),
                    body = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_responses", x => new { x.owner, x.id });
                });

            migrationBuilder.CreateTable(
                name: "streams",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    owner = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    format = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    is_numbered = table.Column<bool>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    node = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    alive_at = table.Column<long>(type: "INTEGER", nullable: false),
                    read_at = table.Column<long>(type: "INTEGER", nullable: true),
                    is_to_stop = table.Column<bool>(type: "INTEGER", nullable: false),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_streams", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "stream_frames",
                columns: table => new
                {
                    stream_id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    first = table.Column<long>(type: "INTEGER", nullable: false),
                    count = table.Column<int>(type: "INTEGER", nullable: false),
                    bytes = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_stream_frames", x => new { x.stream_id, x.first });
                    table.ForeignKey(
                        name: "FK_stream_frames_streams_stream_id",
                        column: x => x.stream_id,
                        principalTable: "streams",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_responses_expiry",
                table: "responses",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_streams_alive",
                table: "streams",
                column: "alive_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "responses");

            migrationBuilder.DropTable(
                name: "stream_frames");

            migrationBuilder.DropTable(
                name: "streams");

            migrationBuilder.DropColumn(
                name: "audio_ms",
                table: "usage_events");

            migrationBuilder.DropColumn(
                name: "characters",
                table: "usage_events");

            migrationBuilder.DropColumn(
                name: "continues",
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

            migrationBuilder.DropColumn(
                name: "keeps_streams",
                table: "api_keys");
        }
    }
}
