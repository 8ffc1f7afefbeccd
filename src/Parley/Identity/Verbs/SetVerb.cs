using System.CommandLine;
using Parley.Identity.Keys;
using Parley.Shared;

namespace Parley.Identity.Verbs;

/// <summary><c>keys set</c>: changes a key.</summary>
internal static class SetVerb
{
    private const string Never = "never";

    public static Command Create(VerbHost host)
    {
        var id = new Argument<string>("ID") { Description = "The key's id, as \"keys list\" shows it." };
        var name = new Option<string?>("--name") { Description = "What the key is for." };
        var expires = new Option<string?>("--expires") { Description = $"How long it is good from now: 90d, 12h, 30m; or {Never}." };
        var limits = new LimitOptions(isChange: true);
        var command = new Command("set", "Changes a key's name, limits, end or cache; what is not named stays, and none or 0 takes a limit away. A running server knows within a second.") { id, name, expires };
        limits.AddTo(command);
        command.SetAction((parsed, cancellationToken) => host.RunAsync(parsed, async services =>
        {
            var change = new KeyChange
            {
                Name = parsed.GetValue(name),
                Lifetime = parsed.GetValue(expires) is { } text ? Change<TimeSpan?>.To(text == Never ? null : Lifetime.Parse(text)) : default,
                RequestsPerMinute = limits.RequestsPerMinute(parsed),
                TokensPerMinute = limits.TokensPerMinute(parsed),
                Concurrency = limits.Concurrency(parsed),
                CacheSeconds = limits.CacheSeconds(parsed),
            };
            if (change == new KeyChange()) throw new UserError("Nothing was changed: say what to change, such as --requests-per-minute 60. \"keys set --help\" lists it.");
            KeyVerbs.Refuse(change.Problems());
            var shown = KeyVerbs.IdIn(parsed.GetValue(id)!);
            var (key, _) = await services.GetRequiredService<KeyStore>().ChangeAsync(shown, IfMatch.Any, change, KeyView.All, cancellationToken);
            if (key is null) throw new UserError(KeyVerbs.NoKey(shown));
            if (key.RevokedAt is not null) throw new UserError($"Key {shown} is revoked, so nothing of it was changed. Make another one.");
            await host.Error.WriteLineAsync($"Key {shown} \"{key.Name}\": limits {KeyVerbs.LimitsOf(key)}; {(key.ExpiresAt is { } end ? $"good until {end:u}" : "good until it is revoked")}.");
        }, cancellationToken));
        return command;
    }
}
