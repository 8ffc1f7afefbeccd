using System.CommandLine;
using Parley.Identity.Endpoints;
using Parley.Identity.Keys;
using Parley.Shared;

namespace Parley.Identity.Verbs;

/// <summary><c>keys show</c>: all that is known of a key, which is never the key itself.</summary>
internal static class ShowVerb
{
    public static Command Create(VerbHost host)
    {
        var id = new Argument<string>("ID") { Description = "The key's id, as \"keys list\" shows it." };
        var json = VerbHost.Json();
        var command = new Command("show", "Shows all that is known of a key, never its secret.") { id, json };
        command.SetAction((parsed, cancellationToken) => host.RunAsync(parsed, async services =>
        {
            var shown = KeyVerbs.IdIn(parsed.GetRequiredValue(id));
            var key = await services.GetRequiredService<KeyStore>().FindAsync(shown, KeyView.All, cancellationToken) ?? throw new UserError(KeyVerbs.NoKey(shown));
            if (parsed.GetValue(json))
            {
                await host.WriteJsonAsync(KeyShown.Of(key));
                return;
            }

            await host.WriteLinesAsync(TextTable.Fields(
                ("begins with", KeyFormat.Shown(key.Id)),
                ("may", string.Join(", ", key.ScopeList)),
                ("created", $"{key.CreatedAt:u}{(key.MadeBy is { } maker ? $", by key {maker}" : "")}"),
                ("expires", key.ExpiresAt is { } end ? $"{end:u}" : "never"),
                ("revoked", key.RevokedAt is { } at ? $"{at:u}" : null),
                ("limits", KeyVerbs.LimitsOf(key)),
                ("streams", key.KeepsStreams ? "go on when their connection breaks" : "end with their connection"))
                .Prepend($"{key.Id} \"{key.Name}\" ({KeyVerbs.State(key, services.GetRequiredService<TimeProvider>().GetUtcNow())})"));
        }, cancellationToken));
        return command;
    }
}
