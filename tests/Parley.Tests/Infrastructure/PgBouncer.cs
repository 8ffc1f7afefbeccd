using System.Diagnostics;
using System.Net.Sockets;
using Npgsql;

namespace Parley.Tests.Infrastructure;

/// <summary>A real PgBouncer before one PostgreSQL database. Needs the Debian package <c>pgbouncer</c>.</summary>
internal sealed class PgBouncer : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Process _process;

    private PgBouncer(string poolMode, NpgsqlConnectionStringBuilder database)
    {
        var port = FreePort.Next();
        var settings = Path.Combine(_folder.Path, "pgbouncer.ini");
        File.WriteAllText(settings,
            $"""
            [databases]
            {database.Database} = host={database.Host} port={database.Port} user={database.Username}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port}
            unix_socket_dir =
            auth_type = any
            pool_mode = {poolMode}
            """);
        ConnectionString = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Port = port }.ConnectionString;
        // It refuses to run as root: then it becomes the user that its package made.
        string[] arguments = Environment.UserName == "root" ? ["-q", "-u", "postgres", settings] : ["-q", settings];
        _process = Process.Start(new ProcessStartInfo("pgbouncer", arguments) { RedirectStandardError = true })!;
    }

    public string ConnectionString { get; }

    public static async Task<PgBouncer> StartAsync(string poolMode, string database)
    {
        var pooler = new PgBouncer(poolMode, new NpgsqlConnectionStringBuilder(database));
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", new NpgsqlConnectionStringBuilder(pooler.ConnectionString).Port);
                return pooler;
            }
            catch (SocketException) when (tries < 200 && !pooler._process.HasExited)
            {
                await Task.Delay(25);
            }
        }
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
        _folder.Dispose();
    }
}
