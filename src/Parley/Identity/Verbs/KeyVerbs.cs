using System.CommandLine;
using Parley.Gateway.Routing;
using Parley.Identity.Endpoints;
using Parley.Identity.Keys;
using Parley.Identity.Model;
using Parley.Shared;

namespace Parley.Identity.Verbs;

/// <summary><c>keys create|set|list|show|revoke</c>: results on standard output, hints on standard error.</summary>
internal static class KeyVerbs
{
    public static Command Create(VerbHost host) => new("keys", "API keys: create, change, list, show, revoke.") { CreateVerb(host), SetVerb.Create(host), ListVerb(host), ShowVerb.Create(host), RevokeVerb(host) };

    private static Command CreateVerb(VerbHost host)
    {
        var name = new Option<string>("--name") { Description = "What the key is for.", Required = true };
        var scopes = new Option<string[]>("--scope") { Description = "gateway (the default), admin, or chat for a key of a person; may be given several times.", AllowMultipleArgumentsPerToken = true };
        var expires = new Option<string?>("--expires") { Description = "How long it is good: 90d, 12h, 30m; for ever by default." };
        var resumable = new Option<bool>("--resumable") { Description = "Its streams go on when their connection breaks, and can be picked up." };
        var limits = new LimitOptions(isChange: false);
        var command = new Command("create", "Creates a key and prints it, once, alone on standard output.") { name, scopes, expires, resumable };
        limits.AddTo(command);
        command.SetAction((parsed, cancellationToken) => host.RunFirstAsync(parsed, async services =>
        {
            var wanted = new NewKey(parsed.GetValue(name)!, parsed.GetValue(scopes) is { Length: > 0 } given ? given : [Policies.Gateway],
                parsed.GetValue(expires) is { } text ? Lifetime.Parse(text) : null, MadeBy: null)
            {
                KeepsStreams = parsed.GetValue(resumable), Limits = limits.LimitsOf(parsed), CacheSeconds = limits.CacheSeconds(parsed).Value,
            };
            Refuse(wanted.Problems());
            var (key, secret) = await services.GetRequiredService<KeyStore>().CreateAsync(wanted, cancellationToken);
            await host.Output.WriteLineAsync(secret.Reveal());
            await host.Error.WriteLineAsync($"Key {key.Id} \"{key.Name}\" may {key.Scopes.Replace(" ", ", ", StringComparison.Ordinal)}"
                + $"{(key.ExpiresAt is { } end ? $" until {end:u}" : "")}. It is shown only now: keep it safe.");
        }, cancellationToken));
        return command;
    }

    private static Command ListVerb(VerbHost host)
    {
        var json = VerbHost.Json();
        var command = new Command("list", "Lists all keys, never their secrets.") { json };
        command.SetAction((parsed, cancellationToken) => host.RunAsync(parsed, async services =>
        {
            var store = services.GetRequiredService<KeyStore>();
            var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
            List<ApiKey> all = [];
            for (string? after = null; ;)
            {
                var keys = await store.ListAsync(after, PageQuery.MaxLimit, KeyView.All, cancellationToken);
                all.AddRange(keys);
                if (keys.Count < PageQuery.MaxLimit) break;
                after = KeyStore.CursorOf(keys[^1]);
            }

            if (parsed.GetValue(json)) await host.WriteJsonAsync(new { Items = all.Select(KeyShown.Of) });
            else await host.WriteLinesAsync(all.Select(key => Line(key.Id, key.Scopes.Replace(' ', ','), $"{key.CreatedAt:u}", key.ExpiresAt is { } end ? $"{end:u}" : "never", State(key, now), LimitsOf(key), key.Name))
                .Prepend(Line("ID", "SCOPES", "CREATED", "EXPIRES", "STATE", "LIMITS", "NAME")));
        }, cancellationToken));
        return command;
    }

    private static Command RevokeVerb(VerbHost host)
    {
        var id = new Argument<string>("ID") { Description = "The key's id, as \"keys list\" shows it." };
        var command = new Command("revoke", "Revokes a key; a running server refuses it within a second.") { id };
        command.SetAction((parsed, cancellationToken) => host.RunAsync(parsed, async services =>
        {
            var shown = IdIn(parsed.GetValue(id)!);
            if (!await services.GetRequiredService<KeyStore>().RevokeAsync(shown, cancellationToken))
                throw new UserError(NoKey(shown));
            await host.Error.WriteLineAsync($"Key {shown} is revoked.");
        }, cancellationToken));
        return command;
    }

    /// <summary>Throws a <see cref="UserError"/> when something is wrong, with all that is.</summary>
    internal static void Refuse(Dictionary<string, string[]> problems)
    {
        if (problems.Count > 0) throw new UserError(string.Join(' ', problems.Select(p => $"{Named(p.Key)} {string.Join(", ", p.Value)}.")));
    }

    /// <summary>The id; a whole key that was pasted in its place must not be echoed.</summary>
    internal static string IdIn(string text)
    {
        var bare = text.StartsWith(KeyFormat.Prefix, StringComparison.Ordinal) ? text[KeyFormat.Prefix.Length..] : text;
        return bare.Length > KeyFormat.IdLength ? bare[..KeyFormat.IdLength] : bare;
    }

    /// <summary>The limits in a few words.</summary>
    internal static string LimitsOf(ApiKey key)
    {
        List<string> words = [];
        if (key.RequestsPerMinute is { } requests) words.Add($"{requests}/min");
        if (key.TokensPerMinute is { } tokens) words.Add($"{tokens} tokens/min");
        if (key.Concurrency is { } running) words.Add($"{running} at once");
        if (key.CacheSeconds is { } seconds) words.Add($"cache {seconds} s");
        return words.Count == 0 ? "none" : string.Join(", ", words);
    }

    internal static string NoKey(string id) => $"There is no key {id}. \"keys list\" shows what there is.";

    internal static string State(ApiKey key, DateTimeOffset now) => key.RevokedAt is not null ? "revoked" : key.ExpiresAt <= now ? "expired" : "active";

    private static string Line(string id, string scopes, string created, string expires, string state, string limits, string name) =>
        $"{id,-8}  {scopes,-13}  {created,-20}  {expires,-20}  {state,-7}  {limits,-24}  {name}";

    private static string Named(string field) => field switch
    {
        "expiresInDays" => "--expires", "scopes" => "--scope", "limits.requestsPerMinute" => "--requests-per-minute", "limits.tokensPerMinute" => "--tokens-per-minute",
        "limits.concurrency" => "--concurrency", "cacheSeconds" => "--cache-seconds", _ => "--name",
    };
}
