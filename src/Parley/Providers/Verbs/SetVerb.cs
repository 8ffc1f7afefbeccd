using System.CommandLine;
using System.Text.Json.Nodes;
using Parley.Providers.Registry;
using Parley.Shared;

namespace Parley.Providers.Verbs;

/// <summary><c>providers set NAME ...</c>: what is given changes, everything else stays.</summary>
internal static class SetVerb
{
    public static Command Create(VerbHost host)
    {
        var name = new Argument<string>("NAME") { Description = "As \"providers list\" shows it." };
        var baseUrl = new Option<string?>("--base-url") { Description = "Where it is, as its SDKs take it." };
        var anyModel = new Option<bool>("--any-model") { Description = "Forgets the models given with --model: the provider's own list is asked for." };
        var flags = new ProviderFlags();
        var command = new Command("set", "Changes what is given of a provider; a running server uses it so from the next request on, running streams go on as they began.") { name, baseUrl, anyModel };
        flags.AddTo(command);
        command.SetAction((parsed, cancellationToken) => host.RunAsync(parsed, async services =>
        {
            var patch = flags.Read(parsed);
            if (parsed.GetValue(baseUrl) is { } url) patch["baseUrl"] = url;
            if (parsed.GetValue(anyModel))
            {
                if (patch.ContainsKey("models")) throw new UserError("--any-model and --model exclude each other. Nothing was changed.");
                patch["models"] = new JsonArray();
            }

            var wanted = parsed.GetRequiredValue(name);
            if (patch.Count == 0) throw new UserError("Nothing was given to change; \"providers set --help\" lists what can be.");
            VerbOutcome.Of(wanted, await services.GetRequiredService<ProviderAdmission>().ChangeAsync(wanted, patch, IfMatch.Any, cancellationToken));
            await host.Error.WriteLineAsync($"Provider {wanted} is changed ({string.Join(", ", Names(patch))}). A running server uses it so from the next request on.");
        }, cancellationToken));
        return command;
    }

    private static IEnumerable<string> Names(JsonObject patch) =>
        patch.SelectMany(member => member.Value is JsonObject inner ? inner.Select(deeper => $"{member.Key}.{deeper.Key}") : [member.Key]);
}
