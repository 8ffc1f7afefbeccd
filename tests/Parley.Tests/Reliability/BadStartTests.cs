using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Reliability;

/// <summary>A start that cannot work says why in one line on standard error, ends with 2, and changes nothing.</summary>
[Trait("Pace", "slow")]
public sealed class BadStartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Data => Path.Combine(_folder.Path, "data");

    private string DatabaseFile => Path.Combine(Data, "parley.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_unknown_key_under_Parley_is_named()
    {
        await RefusedAsync("Parley:Metring (did you mean Parley:Metering?)", "--Parley:Metring:Durability=Buffered");
        Assert.False(Directory.Exists(Data));
    }

    [Theory]
    [InlineData("Parley:Metering:QueueBound", "many"), InlineData("Parley:Metering:Durability", "7")]
    public async Task A_value_of_a_wrong_type_is_named(string key, string value)
    {
        await RefusedAsync(key, $"--{key}={value}");
        Assert.False(Directory.Exists(Data));
    }

    [Theory]
    [InlineData("Parley:Proxies", "127.0.0.1", "Parley:Proxies is a list")]
    [InlineData("Parley:Gateway:DrainLimit", "soon", "it must be a time span, such as 00:01:30")]
    [InlineData("Logging:Console:FormatterName", "xml", "it must be simple, json or systemd")]
    [InlineData("Logging:LogLevel:Default", "Loud", "it must be Trace, Debug, Information, Warning, Error, Critical or None")]
    [InlineData("Logging:Console:LogLevel:Parley", "9", "it must be Trace, Debug")]
    [InlineData("contentRoot", "/nowhere-at-all", "The content root /nowhere-at-all/ is no folder")]
    [InlineData("Parley:DataFolder", "", "are the same setting")]
    public async Task A_value_that_cannot_be_is_told_what_could(string key, string value, string told)
    {
        await RefusedAsync(told, $"--{key}={value}");
        Assert.False(Directory.Exists(Data));
    }

    [Theory]
    [InlineData("serve"), InlineData("keys", "list")]
    public async Task A_broken_settings_file_is_named_with_the_line(params string[] verb)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "appsettings.json"), "{ \"Parley\": {\n \"Demo\": true,,\n}");
        await RefusedByAsync(verb, "appsettings.json cannot be used: it is not valid JSON (line 2, byte 15).");
        Assert.False(Directory.Exists(Data));
    }

    [Theory]
    [InlineData("serve"), InlineData("keys", "create", "--name", "n")]
    public async Task The_same_settings_file_is_read_by_server_and_verbs(params string[] verb)
    {
        foreach (var name in new[] { "A", "B" }) await File.WriteAllTextAsync(Path.Combine(_folder.Path, $"appsettings.{name}.json"), $$"""{ "Parley": { "Of{{name}}": 1 } }""");
        await RefusedByAsync(verb, "Unknown configuration: Parley:OfB.", new() { ["ASPNETCORE_ENVIRONMENT"] = "A", ["DOTNET_ENVIRONMENT"] = "B" });
        await RefusedByAsync([.. verb, "--environment", "A"], "Unknown configuration: Parley:OfA.");
        await RefusedByAsync(verb, "Unknown configuration: Parley:OfC.", new() { ["ASPNETCORE_Parley__OfC"] = "1" });
        Assert.False(Directory.Exists(Data));
    }

    [Theory]
    [InlineData("serve"), InlineData("keys", "create", "--name", "n"), InlineData("providers", "list"), InlineData("catalog", "list")]
    public async Task A_misspelled_variable_is_refused_by_server_and_verbs_in_the_same_words(params string[] verb)
    {
        await RefusedByAsync(verb, "Unknown configuration: Parley:Metring (did you mean Parley:Metering?). Nothing was started; correct or remove it.", new() { ["Parley__Metring__Durability"] = "Buffered" });
        await RefusedByAsync(verb, "Parley:Monitoring:MetricsPort has a value of a wrong type: it must be a whole number. Nothing was started.", new() { ["Parley__Monitoring__MetricsPort"] = "many" });
        Assert.False(Directory.Exists(Data));
    }

    [Fact]
    public async Task A_data_folder_that_is_not_used_is_told_at_the_start()
    {
        var unused = Path.Combine(_folder.Path, "elsewhere");
        await using var server = await ParleyServer.StartAsync(new() { Environment = new Dictionary<string, string> { ["Parley__DataFolder"] = unused } });
        // It is ready before it has said so.
        await Providers.Eventually.TrueAsync(() => server.Process.Output.Contains("Stop with Ctrl+C", StringComparison.Ordinal));
        Assert.Contains($"{Path.Combine(server.DataFolder, "parley.db")}\n            not used: Parley:DataFolder is also set to {unused}\n", server.Process.Output, StringComparison.Ordinal);
        await using var verb = ParleyProcess.Start(_folder.Path, ["keys", "list", "--data", server.DataFolder], new Dictionary<string, string> { ["Parley__DataFolder"] = unused });
        Assert.Equal(0, await verb.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Contains($"Working on the database in {server.DataFolder}; not used: Parley:DataFolder is also set to {unused}.", verb.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(unused));
    }

    [Fact]
    public async Task A_file_that_is_no_database_stays_as_it_is()
    {
        Directory.CreateDirectory(Data);
        await File.WriteAllBytesAsync(DatabaseFile, RandomNumberGenerator.GetBytes(8192));
        await RefusedAsync("not a readable Parley database");
    }

    [Fact]
    public async Task Another_programs_database_stays_as_it_is()
    {
        Directory.CreateDirectory(Data);
        await ExecuteAsync("CREATE TABLE t (a INTEGER)");
        await RefusedAsync("another program's");
    }

    [Theory]
    [InlineData("none is given"), InlineData("is not the one", "--Parley:MasterKey=another-master-key-of-over-32-characters")]
    public async Task A_wrong_master_key_is_named_and_the_ring_stays_as_it_is(string reason, params string[] arguments)
    {
        await PrepareAsync("--Parley:MasterKey=the-master-key-of-more-than-32-characters");
        await RefusedAsync(reason, arguments);
    }

    [Fact]
    public async Task A_damaged_database_stays_as_it_is()
    {
        await PrepareAsync();
        await using (var file = new FileStream(DatabaseFile, FileMode.Open))
        {
            file.Position = 40;
            file.Write(RandomNumberGenerator.GetBytes(6000));
        }

        await RefusedAsync("parley.db");
    }

    [Fact]
    public async Task A_newer_database_stays_as_it_is()
    {
        await PrepareAsync();
        await ExecuteAsync("INSERT INTO __EFMigrationsHistory VALUES ('99991231000000_Future', '99.0')");
        await RefusedAsync("newer version of Parley");
    }

    [Fact]
    public async Task A_port_in_use_is_named_and_nothing_was_made()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        await RefusedAsync(port, "--urls", $"http://127.0.0.1:{port}");
        // Least of all the first key, which would never have been shown.
        Assert.False(File.Exists(DatabaseFile));
    }

    [Theory]
    [InlineData("http://127.0.0.1:99999"), InlineData("localhost:8080"), InlineData("ftp://localhost:8080")]
    public async Task What_is_no_address_to_listen_on_is_named(string address)
    {
        await RefusedAsync($"\"{address}\" is not an address to listen on", "--urls", address);
        Assert.False(Directory.Exists(Data));
    }

    [Fact]
    public async Task A_second_server_on_the_same_folder_is_refused()
    {
        await using var first = await ParleyServer.StartAsync();
        await using var second = ParleyProcess.Start(_folder.Path, ["serve", "--urls", FreeUrl(), "--data", first.DataFolder]);
        Assert.Equal(2, await second.WaitAsync(TimeSpan.FromSeconds(20)));
        AssertOneLine(second, "Another Parley server is running");
        using var client = first.CreateClient();
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("/health/ready", UriKind.Relative))).StatusCode);
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Username=u;Password=hush-hush;Database=parley;Timeout=3", "cannot be reached at 127.0.0.1:1/parley")]
    [InlineData("this is no connection string", "Parley:Database")]
    [InlineData("Host=127.0.0.1;Prot=5432;Password=hush-hush", "Parley:Database")]
    public async Task A_bad_connection_string_is_refused_without_showing_its_password(string connection, string reason) =>
        await RefusedAsync(reason, "--database", connection);

    [Theory]
    [InlineData("a-w", "rights"), InlineData("a-rwx", "data")]
    public async Task A_folder_without_rights_is_named(string change, string reason)
    {
        await PrepareAsync();
        await RefusedWithoutRightsAsync(change, Data, reason);
    }

    [Fact]
    public async Task An_unreadable_database_file_is_named()
    {
        await PrepareAsync();
        await RefusedWithoutRightsAsync("a-rwx", DatabaseFile, "parley.db");
    }

    private static string FreeUrl() => $"http://127.0.0.1:{FreePort.Next().ToString(CultureInfo.InvariantCulture)}";

    /// <summary>A folder with a database, as an earlier run left it.</summary>
    private async Task PrepareAsync(params string[] arguments)
    {
        await using var verb = ParleyProcess.Start(_folder.Path, ["keys", "create", "--name", "earlier", "--data", Data, .. arguments]);
        Assert.Equal(0, await verb.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={DatabaseFile};Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private async Task RefusedAsync(string reason, params string[] arguments)
    {
        var before = Content();
        string[] urls = arguments.Contains("--urls") ? [] : ["--urls", FreeUrl()];
        await using var process = ParleyProcess.Start(_folder.Path, ["serve", "--data", Data, .. urls, .. arguments]);
        Assert.Equal(2, await process.WaitAsync(TimeSpan.FromSeconds(30)));
        AssertOneLine(process, reason);
        Assert.Equal(before, Content());
    }

    /// <summary>What the server and the verbs refuse alike.</summary>
    private async Task RefusedByAsync(string[] verb, string reason, Dictionary<string, string>? environment = null)
    {
        await using var process = ParleyProcess.Start(_folder.Path, [.. verb, "--data", Data], environment);
        Assert.Equal(2, await process.WaitAsync(TimeSpan.FromSeconds(30)));
        AssertOneLine(process, reason);
    }

    /// <summary>Rights hold for everybody but root, so root starts it without the privilege to pass over them.</summary>
    private async Task RefusedWithoutRightsAsync(string change, string path, string reason)
    {
        var before = Content();
        await RunAsync("chmod", change, path);
        string[] arguments = ["serve", "--data", Data, "--urls", FreeUrl()];
        await using (var process = Environment.IsPrivilegedProcess
            ? ParleyProcess.StartWithinRights(_folder.Path, arguments) : ParleyProcess.Start(_folder.Path, arguments))
        {
            Assert.Equal(2, await process.WaitAsync(TimeSpan.FromSeconds(30)));
            AssertOneLine(process, reason);
        }

        await RunAsync("chmod", "u+rwx", path);
        Assert.Equal(before, Content());
    }

    private static void AssertOneLine(ParleyProcess process, string reason)
    {
        Assert.Equal("", process.Output);
        var line = Assert.Single(process.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("parley: ", line, StringComparison.Ordinal);
        Assert.Contains(reason, line, StringComparison.Ordinal);
        Assert.DoesNotContain("hush-hush", line, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", line, StringComparison.Ordinal);
    }

    /// <summary>All files and a hash of each; locks, which are empty, aside.</summary>
    private List<string> Content() => !Directory.Exists(Data) ? [] :
    [
        .. Directory.GetFiles(Data, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Where(file => !file.EndsWith(".lock", StringComparison.Ordinal))
            .Select(file => $"{Path.GetRelativePath(Data, file)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}"),
    ];

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(program, arguments);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }
}
