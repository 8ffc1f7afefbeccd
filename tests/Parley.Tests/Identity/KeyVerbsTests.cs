using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Parley.Data;
using Parley.Identity;
using Parley.Identity.Keys;
using Parley.Shared;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Identity;

/// <summary>The verbs against the same database as a running server, on both kinds of database.</summary>
public sealed class KeyVerbsTests
{
    public static TheoryData<bool> BothKinds => TestDatabase.BothKinds;

    [Theory, MemberData(nameof(BothKinds))]
    public async Task A_running_server_takes_a_new_key_at_once_and_refuses_a_revoked_one_within_a_second(bool postgres)
    {
        await using var host = await IdentityHost.StartAsync(postgres);
        var (code, key, hint) = await RunAsync(host.Database, "create", "--name", "from the command line");
        Assert.Equal(0, code);
        Assert.Matches("^ply_[0-9A-Za-z]{8}_[0-9A-Za-z]{49}\n$", key);
        Assert.DoesNotContain(key.Trim()[13..], hint, StringComparison.Ordinal);
        key = key.Trim();
        Assert.Equal(200, await host.StatusAsync("/v1/who", key));
        (_, var second, _) = await RunAsync(host.Database, "create", "--name", "for the administration's door", "--scope", "admin");
        Assert.Equal(200, await host.StatusAsync("/api/v1/keys", second.Trim()));

        (code, var list, _) = await RunAsync(host.Database, "list");
        Assert.Equal(0, code);
        Assert.Contains(key[4..12], list, StringComparison.Ordinal);
        Assert.DoesNotContain(key[13..], list, StringComparison.Ordinal);

        (code, _, _) = await RunAsync(host.Database, "revoke", key[4..12]);
        Assert.Equal(0, code);
        await UntilAsync(async () => await host.StatusAsync("/v1/who", key) == 401);
        (_, list, _) = await RunAsync(host.Database, "list");
        Assert.Contains("revoked", list, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task A_flood_of_made_up_keys_asks_the_database_ten_times_a_second_at_most(bool postgres)
    {
        await using var host = await IdentityHost.StartAsync(postgres);
        var known = await host.KeyAsync("gateway");
        var (before, watch) = (Looks(host), Stopwatch.StartNew());
        var statuses = await Task.WhenAll(Enumerable.Range(0, 400).Select(_ => host.StatusAsync("/v1/who", KeyFormat.Create())));
        Assert.All(statuses, status => Assert.Equal(401, status));
        var looks = Looks(host) - before;
        Assert.InRange(looks, 1, 2 + (int)(watch.Elapsed / TimeSpan.FromMilliseconds(95)));
        // Neither a known key nor what is no key at all is looked for.
        before = Looks(host);
        watch.Restart();
        for (var i = 0; i < 50; i++) Assert.Equal(200, await host.StatusAsync("/v1/who", known));
        for (var i = 0; i < 50; i++) Assert.Equal(401, await host.StatusAsync("/v1/who", known[..^1] + "!"));
        Assert.InRange(Looks(host) - before, 0, 2 + (int)(watch.Elapsed / TimeSpan.FromMilliseconds(490)));
    }

    private static int Looks(IdentityHost host) => host.Logged.Split("Looking for changes in the database.").Length - 1;

    [Fact]
    public async Task Verbs_work_on_an_empty_folder_without_a_server()
    {
        var folder = Directory.CreateTempSubdirectory("parley-test-").FullName;
        var options = new DatabaseOptions { DataFolder = Path.Combine(folder, "data") };
        var (code, key, hint) = await RunAsync(options, "create", "--name", "a", "--scope", "admin", "--scope", "gateway", "--expires", "90d");
        Assert.True(code == 0, hint);
        Assert.StartsWith("ply_", key, StringComparison.Ordinal);
        Assert.Contains("admin, gateway", hint, StringComparison.Ordinal);
        (_, var list, _) = await RunAsync(options, "list");
        Assert.Contains("admin,gateway", list, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_verb_that_makes_a_database_says_where()
    {
        using var folder = new TemporaryFolder();
        foreach (var said in new[] { $"A new database was made in {folder.Path}.\n", "" })
        {
            using StringWriter output = new(), error = new();
            var host = new VerbHost(Modules.AddForVerbs, Modules.PrepareForVerbsAsync) { Output = output, Error = error };
            Assert.Equal(0, await CommandLine.RunAsync(["keys", "create", "--name", "n", "--data", folder.Path], _ => throw new InvalidOperationException("serve"), host, IdentitySetup.KeysVerb));
            Assert.StartsWith($"{said}Key ", error.ToString(), StringComparison.Ordinal);
            Assert.StartsWith("ply_", output.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("list"), InlineData("show", "Ab12Cd34"), InlineData("revoke", "Ab12Cd34"), InlineData("set", "Ab12Cd34", "--name", "n")]
    public async Task A_verb_that_works_on_what_there_is_makes_no_database(params string[] verb)
    {
        using var folder = new TemporaryFolder();
        var missing = Path.Combine(folder.Path, "mistyped");
        await RefusedAsync($"There is no Parley database in {missing}. Nothing was made; ", ["keys", .. verb, "--data", missing]);
        Assert.False(Directory.Exists(missing));
    }

    [Fact]
    public async Task A_verb_that_works_on_what_there_is_makes_no_database_in_postgres_and_no_tables()
    {
        using var folder = new TemporaryFolder();
        var empty = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var missing = new Npgsql.NpgsqlConnectionStringBuilder(empty) { Database = "mistyped" }.ConnectionString;
        foreach (var database in new[] { empty, missing }) await RefusedAsync("There is no Parley database at ", ["keys", "list", "--data", folder.Path, "--database", database]);
        await using var connection = new Npgsql.NpgsqlConnection(empty);
        await connection.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand("SELECT (SELECT count(*) FROM pg_tables WHERE schemaname = 'public') + (SELECT count(*) FROM pg_database WHERE datname = 'mistyped')", connection);
        Assert.Equal(0L, await command.ExecuteScalarAsync());
    }

    private static async Task RefusedAsync(string told, string[] args)
    {
        using StringWriter output = new(), error = new();
        var host = new VerbHost(Modules.AddForVerbs, Modules.PrepareForVerbsAsync) { Output = output, Error = error };
        Assert.Equal(2, await CommandLine.RunAsync(args, _ => throw new InvalidOperationException("serve"), host, IdentitySetup.KeysVerb));
        Assert.StartsWith("parley: " + told, Assert.Single(error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Empty(output.ToString());
    }

    [Theory]
    [InlineData("There is no key nobody00", "revoke", "nobody00")]
    [InlineData("There is no key nobody00", "show", "nobody00")]
    [InlineData("--name must have", "create", "--name", "")]
    [InlineData("--scope holds \"root\"", "create", "--name", "n", "--scope", "root")]
    [InlineData("not a time", "create", "--name", "n", "--expires", "soon")]
    [InlineData("--expires must be", "create", "--name", "n", "--expires", "9999d")]
    [InlineData("--expires must be", "create", "--name", "n", "--expires", "99999999d")]
    [InlineData("--name", "create")]
    [InlineData("--requests-per-minute must be between", "create", "--name", "n", "--requests-per-minute", "-1")]
    [InlineData("--tokens-per-minute must be between", "create", "--name", "n", "--tokens-per-minute", "-5")]
    [InlineData("--concurrency must be a whole number, or none", "create", "--name", "n", "--concurrency", "many")]
    [InlineData("--cache-seconds must be between", "set", "nobody00", "--cache-seconds", "0")]
    [InlineData("There is no key nobody00", "set", "nobody00", "--requests-per-minute", "5")]
    [InlineData("Nothing was changed", "set", "nobody00")]
    public async Task What_cannot_be_done_is_one_line_and_exit_code_2(string expected, params string[] args)
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        var (code, output, error) = await RunAsync(database.Options, args);
        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Contains(expected, Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task Limits_are_given_changed_shown_and_taken_away(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        var (_, key, _) = await RunAsync(database.Options, "create", "--name", "web", "--requests-per-minute", "60", "--tokens-per-minute", "90000", "--concurrency", "5", "--cache-seconds", "30");
        var id = key[4..12];
        (_, var list, _) = await RunAsync(database.Options, "list");
        Assert.Contains("60/min, 90000 tokens/min, 5 at once, cache 30 s  web", list, StringComparison.Ordinal);
        var (code, _, said) = await RunAsync(database.Options, "set", id, "--name", "shop", "--tokens-per-minute", "none", "--concurrency", "7", "--expires", "30d", "--cache-seconds", "none");
        Assert.Equal(0, code);
        Assert.Contains("\"shop\": limits 60/min, 7 at once; good until 2", said, StringComparison.Ordinal);
        (_, _, said) = await RunAsync(database.Options, "set", id, "--requests-per-minute", "none", "--concurrency", "none", "--expires", "never");
        Assert.Contains("limits none; good until it is revoked", said, StringComparison.Ordinal);
        await RunAsync(database.Options, "revoke", id);
        (code, _, said) = await RunAsync(database.Options, "set", id, "--concurrency", "3");
        Assert.Equal((2, true), (code, said.Contains("is revoked", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_key_is_shown_without_its_secret()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        var (_, key, _) = await RunAsync(database.Options, "create", "--name", "web", "--scope", "admin", "--requests-per-minute", "60", "--resumable", "--expires", "30d");
        foreach (var given in new[] { key[4..12], key.Trim() })
        {
            var (code, text, _) = await RunAsync(database.Options, "show", given);
            Assert.Equal(0, code);
            Assert.StartsWith($"{key[4..12]} \"web\" (active)\n  begins with  ply_{key[4..12]}\n  may          admin\n  created      2", text, StringComparison.Ordinal);
            Assert.Contains("\n  limits       60/min\n  streams      go on when their connection breaks\n", text, StringComparison.Ordinal);
            Assert.DoesNotContain(key[13..40], text, StringComparison.Ordinal);
        }

        await RunAsync(database.Options, "revoke", key[4..12]);
        Assert.Contains("(revoked)", (await RunAsync(database.Options, "show", key[4..12])).Output, StringComparison.Ordinal);
        var (_, json, _) = await RunAsync(database.Options, "show", key[4..12], "--json");
        var shown = System.Text.Json.JsonElement.Parse(json);
        Assert.Equal((key[4..12], 60, true), (shown.GetProperty("id").GetString(), shown.GetProperty("limits").GetProperty("requestsPerMinute").GetInt32(), shown.GetProperty("resumable").GetBoolean()));
        Assert.DoesNotContain(key[13..40], json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("create")]
    [InlineData("set")]
    public async Task Help_says_each_thing_once(string verb)
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        var (code, help, _) = await RunAsync(database.Options, verb, "--help");
        Assert.Equal(0, code);
        var sentences = help.Split('\n').Where(line => line.TrimStart().StartsWith("--", StringComparison.Ordinal)).SelectMany(line => line.Split("  ")[^1].Split("; ")[1..]).ToList();
        Assert.Equal(sentences.Distinct(), sentences);
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task The_first_key_is_made_once_even_by_nodes_that_start_together(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            await using var node = Services(database.Options).BuildServiceProvider();
            return await node.EnsureFirstKeyAsync(CancellationToken.None);
        }));
        var first = Assert.Single(made, key => key is not null)!;

        await using var later = Services(database.Options).BuildServiceProvider();
        Assert.Null(await later.EnsureFirstKeyAsync(CancellationToken.None));
        var keys = later.GetRequiredService<Parley.Identity.Keys.KeyRegistry>();
        await keys.ReloadAsync(CancellationToken.None);
        Assert.Empty(keys.Check(first.Reveal()).Problem);
    }

    [Fact]
    public async Task A_database_without_its_key_ring_says_what_to_do()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        Assert.Equal(0, (await RunAsync(database.Options, "create", "--name", "n")).Code);
        Directory.Delete(Path.Combine(database.Options.DataFolder, "keyring"), recursive: true);
        var (code, _, error) = await RunAsync(database.Options, "create", "--name", "n");
        Assert.Equal(2, code);
        Assert.Contains("Put the folder \"keyring\" back", error, StringComparison.Ordinal);
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var waited = Stopwatch.StartNew();
        while (!await condition())
        {
            // A second is promised; a busy test machine gets some more.
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(5), "The server did not notice.");
            await Task.Delay(20);
        }
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(DatabaseOptions options, params string[] args)
    {
        using StringWriter output = new(), error = new();
        var host = new VerbHost(
            (services, configuration) => services.AddData(configuration).AddKeys(),
            (services, _, cancellationToken) => services.GetRequiredService<DatabaseStart>().PrepareAsync(asServer: false, cancellationToken))
        { Output = output, Error = error };
        string[] database = options.IsPostgres ? ["--database", options.Database] : [];
        var code = await CommandLine.RunAsync(
            ["keys", .. args, "--data", options.DataFolder, .. database], _ => throw new InvalidOperationException("serve"), host, IdentitySetup.KeysVerb);
        return (code, output.ToString(), error.ToString());
    }

    private static ServiceCollection Services(DatabaseOptions options)
    {
        var configuration = new Microsoft.Extensions.Configuration.ConfigurationManager
        {
            ["Parley:DataFolder"] = options.DataFolder,
            ["Parley:Database"] = options.Database,
        };
        var services = new ServiceCollection();
        services.AddLogging().AddSingleton(TimeProvider.System).AddData(configuration).AddKeys();
        return services;
    }
}
