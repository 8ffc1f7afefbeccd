using System.CommandLine;
using System.Text.Json.Nodes;
using Parley.Providers.Registry;
using Parley.Shared;

namespace Parley.Providers.Verbs;

/// <summary><c>providers add NAME ...</c></summary>
internal static class AddVerb
{
    public static Command Create(VerbHost host)
    {
        var name = new Argument<string>("NAME") { Description = "Lower-case letters, digits, dots, dashes, underscores." };
        var kind = new Option<string>("--kind") { Description = "chat (OpenAI and compatible), responses (OpenAI), messages (Anthropic) or gemini (Google).", Required = true };
        var baseUrl = new Option<string>("--base-url") { Description = "Where it is, as its SDKs take it: https://api.openai.com/v1, https://api.anthropic.com, https://generativelanguage.googleapis.com.", Required = true };
        var (keys, flags) = (new KeyFlags(), new ProviderFlags());
        var command = new Command("add", "Adds a provider; a running server uses it from the next request on.") { name, kind, baseUrl };
        keys.AddTo(command);
        flags.AddTo(command);
        command.SetAction((parsed, cancellationToken) => host.RunFirstAsync(parsed, async services =>
        {
            var members = flags.Read(parsed);
            members["name"] = parsed.GetRequiredValue(name);
            members["kind"] = parsed.GetRequiredValue(kind);
            members["baseUrl"] = parsed.GetRequiredValue(baseUrl);
            members["apiKeys"] = new JsonArray([.. (await keys.ReadAsync(parsed, host, cancellationToken)).Select(key => (JsonNode)key)]);
            var input = MergePatch.Apply(new ProviderInput(), members);
            var (errors, existing) = await services.GetRequiredService<ProviderAdmission>().AddAsync(input, cancellationToken);
            if (errors is not null) throw new UserError($"The provider was not added: {VerbOutcome.Say(errors)}");
            if (existing is not null)
                throw new UserError($"A provider {existing.Name} exists already ({existing.Comes()}). It was not changed; choose another name or remove it first.");
            await host.Error.WriteLineAsync($"Provider {input.Name} is added{Known(input)}. A running server uses it from the next request on.");
        }, cancellationToken));
        return command;
    }

    private static string Known(ProviderInput input) => input.Models is { Count: > 0 } models
        ? $" with {string.Join(", ", models.Select(m => m.Id))}"
        : $"; the server asks it for its models, and callers may say {input.Name}/MODEL";
}
