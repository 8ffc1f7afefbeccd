using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Parley.Data;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing;
using Parley.Identity;

namespace Parley;

/// <summary>What a person sees when the server is up: where it is, what it can reach, and what to do next. The first
/// start makes one gateway key and shows it once, inside a line that can be pasted.</summary>
internal sealed class Welcome(Secret? firstKey, Secret? setupToken)
{
    public static async Task<Welcome> PrepareAsync(IServiceProvider services) =>
        new(await services.EnsureFirstKeyAsync(CancellationToken.None), await services.FindSetupTokenAsync(CancellationToken.None));

    public void Print(WebApplication app, TextWriter output)
    {
        var url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "";
        var data = app.Services.GetRequiredService<DatabaseOptions>();
        var models = app.Services.GetRequiredService<IRouteSource>().Current.Models;
        output.WriteLine($"""

            Parley is up at {url}
              data      {(data.IsPostgres ? "PostgreSQL" : data.SqliteFile)}{string.Concat(OverriddenSetting.OfData(app.Configuration).Select(other => $"\n            {other}"))}
              models    {Names(models.Select(m => m.Model).ToList())}

            {SetupStep(url, setupToken)}{NextStep(url, firstKey, data)}
              More models: set OPENAI_API_KEY or ANTHROPIC_API_KEY before the start, or while it runs:
                {Invocation.Of("providers add --help")}
              SDKs: OpenAI at {url}/v1, Anthropic at {url}. All operations: {url}/docs
              Stop with Ctrl+C.

            """);
    }

    /// <summary>Until there is an account, pages answer on this machine only; so the link is for it, wherever the server listens.</summary>
    private static string SetupStep(string url, Secret? token) => token is null ? "" : $"""
              Make the first account, which administers, on this machine:

              {LocalForm(url)}/setup?token={token.Reveal()}


            """;

    private static string LocalForm(string url) =>
        url.Replace("//0.0.0.0", "//localhost", StringComparison.Ordinal).Replace("//[::]", "//localhost", StringComparison.Ordinal).Replace("//+", "//localhost", StringComparison.Ordinal).Replace("//*", "//localhost", StringComparison.Ordinal);

    private static string NextStep(string url, Secret? key, DatabaseOptions data) => key is null
        ? $"""
              Ask it something with one of your keys. A new key:
                {Invocation.Of("keys create --name my-app" + Place(data))}
            """
        : $$"""
              Try it now. This line holds your first key, which is shown only this once:

              curl -N {{url}}/v1/chat/completions -H "Authorization: Bearer {{key.Reveal()}}" -H "Content-Type: application/json" -d '{"model":"demo","stream":true,"messages":[{"role":"user","content":"What can I try next?"}]}'

            """;

    /// <summary>Where the verb finds the same data. A connection string is not repeated: it holds a password.</summary>
    private static string Place(DatabaseOptions data) =>
        data.IsPostgres ? " --database 'CONNECTION STRING', unless the environment has it"
        : Path.GetFullPath(data.DataFolder) == Path.GetFullPath(new DatabaseOptions().DataFolder) ? "" : $" --data {Invocation.Shortest(Path.GetFullPath(data.DataFolder), Environment.CurrentDirectory)}";

    private static string Names(List<string> models) => models.Count switch
    {
        0 => "none yet",
        <= 6 => string.Join(", ", models),
        _ => string.Join(", ", models.Take(5)) + $" and {models.Count - 5} more (GET /v1/models)",
    };
}
