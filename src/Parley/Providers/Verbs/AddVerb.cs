using System.CommandLine;
using Parley.Providers.Registry;
using Parley.Shared;

namespace Parley.Providers.Verbs;

/// <summary><c>providers add NAME ...</c>. The credential itself is never an argument: arguments stand in process lists
/// and in the shell's history.</summary>
internal sealed class AddVerb
{
    private readonly Argument<string> _name = new("NAME") { Description = "Lower-case letters, digits, dots, dashes, underscores." };
    private readonly Option<string> _kind = new("--kind") { Description = "chat (OpenAI and compatible), responses (OpenAI), messages (Anthropic) or gemini (Google).", Required = true };
    private readonly Option<string> _baseUrl = new("--base-url") { Description = "Where it is, as its SDKs take it: https://api.openai.com/v1, https://api.anthropic.com, https://generativelanguage.googleapis.com.", Required = true };
    private readonly Option<string?> _keyEnv = new("--api-key-env") { Description = "The environment variable that holds the credential." };
    private readonly Option<bool> _keyStdin = new("--api-key-stdin") { Description = "Reads the credential from the first line of standard input." };
    private readonly Option<string[]> _models = new("--model") { Description = "ID or ID=UPSTREAM-NAME; repeatable. Without any, the provider's own list is asked for." };
    private readonly Option<bool> _allowPrivate = new("--allow-private-network") { Description = "Its address may be private or loopback." };
    private readonly Option<int?> _maxRetries = new("--max-retries") { Description = "Further tries after a retryable fault, 0 to 10, 2 by default." };
    private readonly Option<bool> _continues = new("--continues-turns") { Description = "Its models go on where an assistant's turn ends: they may finish streams that another provider of the same model broke off." };
    private readonly Option<string?> _cancelPolicy = new("--cancel-policy") { Description = "What happens when a client leaves: estimate (default) ends the call and estimates, drain reads the answer to its end, none books only what was reported." };

    public static Command Create(VerbHost host)
    {
        var verb = new AddVerb();
        var command = new Command("add", "Adds a provider; a running server uses it from the next request on.")
        {
            verb._name, verb._kind, verb._baseUrl, verb._keyEnv, verb._keyStdin, verb._models, verb._allowPrivate, verb._maxRetries, verb._cancelPolicy, verb._continues,
        };
        command.SetAction((parsed, cancellationToken) => host.RunAsync(parsed, async services =>
        {
            if (parsed.GetValue(verb._continues) && parsed.GetValue(verb._models) is not { Length: > 0 })
                throw new UserError("--continues-turns is said of models: name them with --model. Nothing was added.");
            var input = verb.Read(parsed, await verb.KeyAsync(parsed, host, cancellationToken));
            var (errors, existing) = await services.GetRequiredService<ProviderAdmission>().AddAsync(input, cancellationToken);
            if (errors is not null) throw new UserError($"The provider was not added: {errors}");
            if (existing is not null)
                throw new UserError($"A provider {existing.Name} exists already ({existing.Comes()}). It was not changed; choose another name or remove it first.");
            await host.Error.WriteLineAsync($"Provider {input.Name} is added{Known(input)}. A running server uses it from the next request on.");
        }, cancellationToken));
        return command;
    }

    private static string Known(ProviderInput input) => input.Models is { Count: > 0 } models
        ? $" with {string.Join(", ", models.Select(m => m.Id))}"
        : $"; the server asks it for its models, and callers may say {input.Name}/MODEL";

    private ProviderInput Read(ParseResult parsed, string? key) => new()
    {
        Name = parsed.GetRequiredValue(_name),
        Kind = parsed.GetRequiredValue(_kind),
        BaseUrl = parsed.GetRequiredValue(_baseUrl),
        ApiKeys = key is null ? null : [key],
        Models = [.. (parsed.GetValue(_models) ?? []).Select(text => Model(text, parsed.GetValue(_continues)))],
        AllowPrivateNetwork = parsed.GetValue(_allowPrivate),
        Resilience = new ResilienceInput { MaxRetries = parsed.GetValue(_maxRetries) },
        CancelPolicy = parsed.GetValue(_cancelPolicy),
    };

    private static ModelInput Model(string text, bool continues)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? new ModelInput { Id = text, ContinuesTurns = continues } : new ModelInput { Id = text[..equals], UpstreamName = text[(equals + 1)..], ContinuesTurns = continues };
    }

    private async Task<string?> KeyAsync(ParseResult parsed, VerbHost host, CancellationToken cancellationToken)
    {
        var variable = parsed.GetValue(_keyEnv);
        if (parsed.GetValue(_keyStdin))
        {
            if (variable is not null) throw new UserError("--api-key-env and --api-key-stdin exclude each other.");
            var line = (await host.Input.ReadLineAsync(cancellationToken))?.Trim();
            return string.IsNullOrEmpty(line) ? throw new UserError("No credential came on standard input.") : line;
        }

        if (variable is null) return null;
        var value = Environment.GetEnvironmentVariable(variable)?.Trim();
        return string.IsNullOrEmpty(value) ? throw new UserError($"The environment variable {variable} is not set.") : value;
    }
}
