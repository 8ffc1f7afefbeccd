using System.Globalization;
using System.Text;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Reliability;

/// <summary>Secrets and what people say stand nowhere but where they belong: looked for, at the most talkative log level,
/// in the log, the database, every file, the metrics, the API and the process list.</summary>
[Collection(BesideOthers.Databases), Trait("Pace", "slow")]
public sealed class CanaryTests
{
    private const string PromptCanary = "canary-prompt-5b1e07f2", ToolCanary = "canary-tool-77ab31c0";
    private static readonly string[] Faults = ["echo", "echo-errmid2", "echo-drop3", "err400", "err401", "err500", "garbage", "echo-badjson", "hang", "echo-trunc"];

    [Theory]
    [InlineData(false), InlineData(true)]
    public async Task Keys_prompts_and_answers_stand_nowhere(bool postgres)
    {
        var database = postgres ? await (await PostgresServer.SharedAsync()).CreateDatabaseAsync() : "";
        await using var stage = await ReliabilityStage.StartAsync(database,
            "--Logging:LogLevel:Default=Trace", "--Logging:LogLevel:Microsoft=Trace", "--Logging:LogLevel:System=Trace", "--Logging:LogLevel:Microsoft.EntityFrameworkCore=Trace");
        var shown = new StringBuilder();
        await AskEverythingAsync(stage, shown);
        string[] secrets = [ReliabilityStage.UpstreamSecret, stage.Key, stage.AdminKey, SecretPart(stage.Key), SecretPart(stage.AdminKey), PromptCanary, ToolCanary];
        await ShowAsync(stage, shown);
        AssertNowhere(secrets, shown.ToString(), "an answer of the API");
        AssertNowhere(secrets, CommandLine(stage.Parley.Process.Id), "the process list");
        if (postgres) AssertNowhere(secrets, await DumpAsync(database), "PostgreSQL");
        else AssertNoFile(secrets, stage.Parley.DataFolder); // while the write-ahead log is still there
        Assert.Equal(0, await stage.Parley.StopAsync());
        if (!postgres) AssertNoFile(secrets, stage.Parley.DataFolder);
        var log = stage.Parley.Process.Output + stage.Parley.Process.Errors;
        Assert.Contains("Executed endpoint", log, StringComparison.Ordinal); // it was talkative
        AssertNowhere(secrets, log, "the log");
    }

    private static async Task AskEverythingAsync(ReliabilityStage stage, StringBuilder errors)
    {
        foreach (var words in Faults)
        {
            foreach (var (format, kind) in new[] { ("chat", "chat"), ("chat", "messages"), ("messages", "chat"), ("messages", "messages") })
            {
                foreach (var stream in new[] { true, false })
                {
                    var answer = await stage.AskAsync(new(format, $"hasty-{kind}/{words}", stream) { Prompt = PromptCanary });
                    // The answer itself is the caller's own; an error must not repeat what was said.
                    if (answer.Error is not null) errors.AppendLine(answer.ErrorMessage);
                }
            }
        }

        foreach (var body in new[]
        {
            $"{{\"model\":\"messages/n3\",\"messages\":[{{\"role\":\"user\",\"content\":{{\"{ToolCanary}\":\"{PromptCanary}\"}}}}]}}",
            $"{{\"model\":\"messages/n3\",\"messages\":\"{PromptCanary}\"}}",
            $"{{\"model\":\"messages/n3\",\"messages\":[],\"{ToolCanary}\":1,\"{ToolCanary}\":2}}",
            $"{{\"model\":\"chat/n3\",\"messages\":\"{PromptCanary}\"",
        })
        {
            using var request = WireCall.ToRequest("/v1/chat/completions", body);
            using var answer = await stage.Client.SendAsync(request);
            errors.AppendLine(await answer.Content.ReadAsStringAsync());
        }

        using var wrong = stage.Parley.CreateClient(stage.Key[..^1] + "_");
        using var refused = await wrong.GetAsync(new Uri("/v1/models", UriKind.Relative));
        errors.AppendLine(await refused.Content.ReadAsStringAsync());
    }

    private static async Task ShowAsync(ReliabilityStage stage, StringBuilder shown)
    {
        foreach (var path in new[] { "/metrics", "/api/v1/providers", "/api/v1/keys", "/api/v1/usage/events?limit=200", "/api/v1/providers/chat", "/api/v1/providers/health", "/api/v1/providers/chat/health", "/api/v1/providers/stats", "/api/v1/nothing", "/health/ready" })
        {
            using var answer = await stage.Admin.GetAsync(new Uri(path, UriKind.Relative));
            shown.AppendLine(await answer.Content.ReadAsStringAsync());
        }
    }

    private static void AssertNoFile(string[] secrets, string folder)
    {
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            if (Path.GetExtension(file) == ".lock") continue; // held by the server, and empty
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            AssertNowhere(secrets, reader.ReadToEnd(), file);
        }
    }

    private static void AssertNowhere(string[] secrets, string text, string place)
    {
        foreach (var secret in secrets)
        {
            var at = text.IndexOf(secret, StringComparison.Ordinal);
            Assert.True(at < 0, $"{secret} stands in {place}: ...{text.Substring(Math.Max(0, at - 200), Math.Min(400, text.Length - Math.Max(0, at - 200)))}");
        }
    }

    private static string CommandLine(int process) => File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/cmdline"));

    /// <summary>The secret of a key without the id, which is public.</summary>
    private static string SecretPart(string key) => key[13..^6];

    private static async Task<string> DumpAsync(string database)
    {
        await using var connection = new Npgsql.NpgsqlConnection(database);
        await connection.OpenAsync();
        List<string> tables = [];
        await using (var names = new Npgsql.NpgsqlCommand("SELECT quote_ident(table_name) FROM information_schema.tables WHERE table_schema = 'public'", connection))
        await using (var reader = await names.ExecuteReaderAsync())
            while (await reader.ReadAsync()) tables.Add(reader.GetString(0));
        Assert.NotEmpty(tables);
        var text = new StringBuilder();
        foreach (var table in tables)
        {
            using var rows = await connection.BeginTextExportAsync($"COPY {table} TO STDOUT");
            text.AppendLine(await rows.ReadToEndAsync());
        }

        return text.ToString();
    }
}
