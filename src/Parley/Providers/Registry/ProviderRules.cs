using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing;
using Parley.Providers.Model;

namespace Parley.Providers.Registry;

/// <summary>Checks what people write and turns it into a definition. Pure; all problems are told at once.</summary>
internal static partial class ProviderRules
{
    private const int MostModels = 5000;
    private const int MostKeys = 100;

    /// <summary>Null when <paramref name="errors"/> got something.</summary>
    public static ProviderDefinition? Check(ProviderInput input, ProviderOrigin origin, FieldErrors errors)
    {
        var allowPrivate = input.AllowPrivateNetwork ?? false;
        var resilience = input.Resilience ?? new ResilienceInput();
        var definition = new ProviderDefinition
        {
            Name = Name(input.Name, errors),
            Kind = Kind(input.Kind, errors),
            Origin = origin,
            BaseUrl = BaseUrlRules.Read(input.BaseUrl, input.Kind, allowPrivate, errors),
            ApiKeys = Keys(input.ApiKeys ?? [], errors),
            Models = Models(input.Models ?? [], errors),
            AllowPrivateNetwork = allowPrivate,
            MaxRetries = Within(resilience.MaxRetries, 0, 10, "resilience.maxRetries", errors),
            ConnectTimeoutMs = Within(resilience.ConnectTimeoutMs, 50, 60_000, "resilience.connectTimeoutMs", errors),
            FirstByteTimeoutMs = Within(resilience.FirstByteTimeoutMs, 100, 3_600_000, "resilience.firstByteTimeoutMs", errors),
            IdleTimeoutMs = Within(resilience.IdleTimeoutMs, 100, 3_600_000, "resilience.idleTimeoutMs", errors),
            Breaker = resilience.Breaker ?? true,
            Probe = resilience.Probe ?? true,
            ProbeIntervalMs = Within(resilience.ProbeIntervalMs, 100, 86_400_000, "resilience.probeIntervalMs", errors),
            ProbeTimeoutMs = Within(resilience.ProbeTimeoutMs, 100, 60_000, "resilience.probeTimeoutMs", errors),
            Limits = Limits(input.Limits ?? new LimitsInput(), errors),
            CancelPolicy = CancelPolicy(input.CancelPolicy, errors),
        };
        return errors.Any ? null : definition;
    }

    /// <summary>The credentials of a provider; empty when something is wrong with them.</summary>
    public static ImmutableArray<Secret> CheckKeys(List<string> keys, FieldErrors errors) => Keys(keys, errors);

    /// <summary>Whether a text can be a provider's name.</summary>
    public static bool IsName(string name) => NamePattern().IsMatch(name);

    private static string Name(string? name, FieldErrors errors)
    {
        if (string.IsNullOrEmpty(name)) errors.Add("name", "is missing");
        else if (!IsName(name)) errors.Add("name", "must be 1 to 64 lower-case letters, digits, dots, dashes or underscores, and begin with a letter or digit");
        else if (name == "demo") errors.Add("name", "must be another: demo is the built-in demonstration");
        else if (name is "health" or "stats") errors.Add("name", $"must be another: /api/v1/providers/{name} is an operation");
        return name ?? "";
    }

    private static string Kind(string? kind, FieldErrors errors)
    {
        if (string.IsNullOrEmpty(kind)) errors.Add("kind", "is missing: chat (OpenAI Chat Completions and all compatible), responses (OpenAI Responses), messages (Anthropic) or gemini (Google)");
        else if (kind is not ("chat" or "messages" or "responses" or "gemini")) errors.Add("kind", "must be chat, messages, responses or gemini");
        return kind ?? "";
    }

    private static ImmutableArray<Secret> Keys(List<string> keys, FieldErrors errors)
    {
        if (keys.Count > MostKeys) errors.Add("apiKeys", $"must be at most {MostKeys}");
        for (var i = 0; i < keys.Count; i++)
        {
            // Header values: printable ASCII without blanks. The key itself is never part of a message.
            if (keys[i] is not { Length: > 0 and <= 8192 } key || key.AsSpan().ContainsAnyExceptInRange('!', '~'))
                errors.Add($"apiKeys[{i}]", "must be 1 to 8192 printable characters without blanks");
        }

        if (keys.Distinct(StringComparer.Ordinal).Count() < keys.Count) errors.Add("apiKeys", "must not contain the same key twice");
        return errors.Any ? [] : [.. keys.Select(k => new Secret(k))];
    }

    private static ImmutableArray<ProviderModel> Models(List<ModelInput> models, FieldErrors errors)
    {
        if (models.Count > MostModels) errors.Add("models", $"must be at most {MostModels}");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var result = ImmutableArray.CreateBuilder<ProviderModel>();
        for (var i = 0; i < models.Count; i++)
        {
            var (id, upstreamName) = (models[i]?.Id, models[i]?.UpstreamName);
            if (id is null || !IsModelName(id)) errors.Add($"models[{i}].id", "must be 1 to 256 printable characters without blanks at its ends");
            else if (!seen.Add(id)) errors.Add($"models[{i}].id", "is given twice");
            else if (upstreamName is not null && !IsModelName(upstreamName))
                errors.Add($"models[{i}].upstreamName", "must be 1 to 256 printable characters without blanks at its ends");
            else result.Add(new ProviderModel(id, upstreamName ?? id) { ContinuesTurns = models[i]?.ContinuesTurns ?? false });
        }

        return result.ToImmutable();
    }

    /// <summary>Whether a text can be a model's name at all.</summary>
    public static bool IsModelName(string name) =>
        name.Length is > 0 and <= 256 && !name.Any(char.IsControl) && !char.IsWhiteSpace(name[0]) && !char.IsWhiteSpace(name[^1]);

    private static UpstreamLimits Limits(LimitsInput limits, FieldErrors errors) => new(
        Within(limits.Concurrency, 0, CallerLimits.MostConcurrent, "limits.concurrency", errors) ?? 0,
        NoneIfZero(Within(limits.RequestsPerMinute, 0, CallerLimits.Most, "limits.requestsPerMinute", errors)),
        NoneIfZero(Within(limits.TokensPerMinute, 0, CallerLimits.Most, "limits.tokensPerMinute", errors)));

    private static long? NoneIfZero(long? limit) => limit == 0 ? null : limit;

    private static long? Within(long? value, long least, long most, string field, FieldErrors errors)
    {
        if (value < least || value > most) errors.Add(field, $"must be between {least} and {most}");
        return value;
    }

    private static int? Within(int? value, int least, int most, string field, FieldErrors errors)
    {
        if (value < least || value > most) errors.Add(field, $"must be between {least} and {most}");
        return value;
    }

    private static string CancelPolicy(string? policy, FieldErrors errors)
    {
        if (policy is not (null or "estimate" or "drain" or "none")) errors.Add("cancelPolicy", "must be estimate, drain or none");
        return policy ?? "estimate";
    }

    [GeneratedRegex(@"^[a-z0-9][a-z0-9._-]{0,63}\z")]
    private static partial Regex NamePattern();
}
