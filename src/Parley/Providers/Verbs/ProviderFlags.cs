using System.CommandLine;
using System.Text.Json.Nodes;
using Parley.Shared;

namespace Parley.Providers.Verbs;

/// <summary>The options that <c>providers add</c> and <c>providers set</c> share. What is given becomes the members of a
/// registration or of a patch, so that the command line and REST are checked alike.</summary>
internal sealed class ProviderFlags
{
    private readonly Option<string[]> _models = new("--model") { Description = "ID or ID=UPSTREAM-NAME; repeatable. Without any, the provider's own list is asked for." };
    private readonly Option<bool> _continues = new("--continues-turns") { Description = "The models given with --model go on where an assistant's turn ends: they may finish streams that another provider of the same model broke off." };
    private readonly Option<bool> _allowPrivate = new("--allow-private-network") { Description = "Its address may be private or loopback." };
    private readonly Option<int?> _maxRetries = new("--max-retries") { Description = "Further tries after a retryable fault, 0 to 10, 2 by default." };
    private readonly Option<string?> _connect = Time("--connect-timeout", "Longest wait for a connection, 5s by default.");
    private readonly Option<string?> _firstByte = Time("--first-byte-timeout", "Longest wait for the answer's head, 10m by default.");
    private readonly Option<string?> _idle = Time("--idle-timeout", "Longest silence within a stream, 2m by default.");
    private readonly Option<string?> _breaker = Switch("--breaker", "Stops calling it while it keeps failing, but for one trial a second; on by default.");
    private readonly Option<string?> _probe = Switch("--probe", "Asks it now and then whether it answers; on by default.");
    private readonly Option<string?> _probeInterval = Time("--probe-interval", "From one probe to the next, 30s by default.");
    private readonly Option<string?> _probeTimeout = Time("--probe-timeout", "A probe that takes longer has failed, 5s by default.");
    private readonly Option<int?> _concurrency = new("--concurrency") { Description = "Calls at the same time; further ones wait for their turn. 0 (default) for no limit." };
    private readonly Option<long?> _requests = new("--requests-per-minute") { Description = "0 (default) for no limit." };
    private readonly Option<long?> _tokens = new("--tokens-per-minute") { Description = "0 (default) for no limit." };
    private readonly Option<string?> _cancelPolicy = new("--cancel-policy") { Description = "What happens when a client leaves: estimate (default) ends the call and estimates, drain reads the answer to its end, none books only what was reported." };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[]
        {
            _models, _continues, _allowPrivate, _maxRetries, _connect, _firstByte, _idle, _breaker, _probe, _probeInterval, _probeTimeout, _concurrency, _requests, _tokens, _cancelPolicy,
        }) command.Options.Add(option);
    }

    /// <summary>The members that were given, named as in REST.</summary>
    public JsonObject Read(ParseResult parsed)
    {
        var resilience = new JsonObject();
        Put(resilience, "maxRetries", parsed.GetValue(_maxRetries));
        Put(resilience, "connectTimeoutMs", Milliseconds(parsed, _connect));
        Put(resilience, "firstByteTimeoutMs", Milliseconds(parsed, _firstByte));
        Put(resilience, "idleTimeoutMs", Milliseconds(parsed, _idle));
        Put(resilience, "breaker", IsOn(parsed, _breaker));
        Put(resilience, "probe", IsOn(parsed, _probe));
        Put(resilience, "probeIntervalMs", Milliseconds(parsed, _probeInterval));
        Put(resilience, "probeTimeoutMs", Milliseconds(parsed, _probeTimeout));
        var limits = new JsonObject();
        Put(limits, "concurrency", parsed.GetValue(_concurrency));
        Put(limits, "requestsPerMinute", parsed.GetValue(_requests));
        Put(limits, "tokensPerMinute", parsed.GetValue(_tokens));

        var members = new JsonObject();
        Put(members, "models", Models(parsed));
        Put(members, "allowPrivateNetwork", parsed.GetResult(_allowPrivate) is { Implicit: false } ? parsed.GetValue(_allowPrivate) : null);
        Put(members, "cancelPolicy", parsed.GetValue(_cancelPolicy));
        if (resilience.Count > 0) members["resilience"] = resilience;
        if (limits.Count > 0) members["limits"] = limits;
        return members;
    }

    private JsonArray? Models(ParseResult parsed)
    {
        var (models, continues) = (parsed.GetValue(_models) ?? [], parsed.GetValue(_continues));
        if (models.Length == 0) return continues ? throw new UserError("--continues-turns is said of models: name them with --model. Nothing was changed.") : null;
        return [.. models.Select(text => (JsonNode)Model(text, continues))];
    }

    private static JsonObject Model(string text, bool continues)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var model = new JsonObject { ["id"] = equals < 0 ? text : text[..equals] };
        if (equals >= 0) model["upstreamName"] = text[(equals + 1)..];
        if (continues) model["continuesTurns"] = true;
        return model;
    }

    private static void Put(JsonObject target, string name, JsonNode? value)
    {
        if (value is not null) target[name] = value;
    }

    private static int? Milliseconds(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) is not { } text ? null
        : Duration.TryParse(text, out var time) && time.TotalMilliseconds <= int.MaxValue ? (int)time.TotalMilliseconds
        : throw new UserError($"{option.Name} must be a time such as 500ms, 30s, 5m or 2h. Nothing was changed.");

    private static bool? IsOn(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) is { } text ? text == "on" : null;

    private static Option<string?> Time(string name, string means) => new(name) { Description = means, HelpName = "TIME" };

    private static Option<string?> Switch(string name, string means)
    {
        var option = new Option<string?>(name) { Description = means };
        option.AcceptOnlyFromAmong("on", "off");
        return option;
    }
}
