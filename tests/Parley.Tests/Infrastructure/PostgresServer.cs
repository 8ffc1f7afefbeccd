using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Parley.Tests.Infrastructure;

/// <summary>A real PostgreSQL in a temporary folder: one server per test run (share it with
/// <see cref="SharedAsync"/>), one database per test. Needs the Debian package <c>postgresql</c>.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private static readonly Lazy<Task<PostgresServer>> Shared = new(StartSharedAsync);
    private static int _databases;

    private readonly SemaphoreSlim _making = new(1);
    private readonly string _folder;
    private readonly string _binaries;
    private readonly int _port;
    private string? _template;

    private PostgresServer(string folder, string binaries, int port) => (_folder, _binaries, _port) = (folder, binaries, port);

    public static Task<PostgresServer> SharedAsync() => Shared.Value;

    public static async Task<PostgresServer> StartAsync()
    {
        var binaries = FindBinaries();
        var folder = Directory.CreateTempSubdirectory("parley-pg-").FullName;
        var server = new PostgresServer(folder, binaries, FreePort());
        if (Environment.UserName == "root") await RunAsync("chown", ["postgres", folder]);
        await server.RunAsUserAsync("initdb", ["-D", server.Data, "-U", "parley", "-A", "trust", "-E", "UTF8", "--locale", "C.UTF-8", "--no-sync"]);
        await server.StartServerAsync();
        return server;
    }

    /// <summary>A new, empty database; returns its connection string.</summary>
    public Task<string> CreateDatabaseAsync() => CreateAsync("template1");

    /// <summary>A new database like the one that <paramref name="prepare"/> makes of an empty one, once for this server; returns its connection string.</summary>
    public async Task<string> CreateDatabaseAsync(Func<string, Task> prepare)
    {
        await _making.WaitAsync();
        try
        {
            // PostgreSQL copies only what nobody is connected to: no pool may hold on to it.
            if (_template is null)
            {
                var made = await CreateAsync("template1");
                await prepare($"{made};Pooling=false");
                _template = new NpgsqlConnectionStringBuilder(made).Database;
            }
        }
        finally
        {
            _making.Release();
        }

        return await CreateAsync(_template!);
    }

    private async Task<string> CreateAsync(string template)
    {
        var name = $"test_{Environment.ProcessId}_{Interlocked.Increment(ref _databases)}";
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name} TEMPLATE {template}", connection);
        await command.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    public Task StartServerAsync() => RunAsUserAsync("pg_ctl",
        ["-D", Data, "-w", "-l", Path.Combine(_folder, "log"), "-o", $"-p {_port} -k {_folder} -c listen_addresses=127.0.0.1 -c max_connections=200", "start"]);

    public Task StopServerAsync() => RunAsUserAsync("pg_ctl", ["-D", Data, "-w", "-m", "fast", "stop"]);

    public async ValueTask DisposeAsync()
    {
        await RunAsUserAsync("pg_ctl", ["-D", Data, "-w", "-m", "immediate", "stop"]);
        _making.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string Data => Path.Combine(_folder, "data");

    private string ConnectionString(string database) =>
        $"Host=127.0.0.1;Port={_port};Username=parley;Database={database};Pooling=true;Maximum Pool Size=20;Connection Idle Lifetime=20";

    private static async Task<PostgresServer> StartSharedAsync()
    {
        var server = await StartAsync();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.Abandon();
        return server;
    }

    /// <summary>Ends it behind this process, which waits for nothing: hundreds of databases take their time to go, and a runner takes a slow end for a hanging test.</summary>
    private void Abandon()
    {
        string[] user = Environment.UserName == "root" ? ["runuser", "-u", "postgres", "--"] : [];
        string[] stop = [.. user, Path.Combine(_binaries, "pg_ctl"), "-D", Data, "-w", "-m", "immediate", "stop"];
        var start = new ProcessStartInfo("/bin/sh", ["-c", "folder=$1; shift; { \"$@\"; rm -rf \"$folder\"; } >/dev/null 2>&1 </dev/null &", "sh", _folder, .. stop]) { WorkingDirectory = "/" };
        using var process = Process.Start(start)!;
        process.WaitForExit();
    }

    /// <summary>PostgreSQL refuses to run as root: then it runs as the user that its package made.</summary>
    private Task RunAsUserAsync(string program, string[] arguments)
    {
        var path = Path.Combine(_binaries, program);
        return Environment.UserName == "root" ? RunAsync("runuser", ["-u", "postgres", "--", path, .. arguments]) : RunAsync(path, arguments);
    }

    private static async Task RunAsync(string program, string[] arguments)
    {
        // No redirected output: the server would inherit the pipe, and reading it would never end.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >/dev/null 2>&1 </dev/null", "sh", program, .. arguments]) { WorkingDirectory = "/" };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}");
    }

    private static string FindBinaries() =>
        Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(d => int.Parse(Path.GetFileName(d))).Select(d => Path.Combine(d, "bin")).First(d => File.Exists(Path.Combine(d, "initdb")))
            : throw new InvalidOperationException("PostgreSQL is not installed: ./test.sh installs what the tests need.");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
