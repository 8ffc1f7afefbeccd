using System.CommandLine;
using Parley.Providers.Registry;
using Parley.Shared;

namespace Parley.Providers.Verbs;

/// <summary><c>providers credentials NAME ...</c></summary>
internal static class CredentialsVerb
{
    public static Command Create(VerbHost host)
    {
        var name = new Argument<string>("NAME") { Description = "As \"providers list\" shows it." };
        var overlap = new Option<string?>("--overlap") { Description = "How long the old credentials stay in use beside the new ones, such as 60s or 1h; 0 by default.", HelpName = "TIME" };
        var none = new Option<bool>("--none") { Description = "The provider needs no credential any more." };
        var keys = new KeyFlags();
        var command = new Command("credentials", "Replaces a provider's credentials; the new ones are used from the next request on.") { name, overlap, none };
        keys.AddTo(command);
        command.SetAction((parsed, cancellationToken) => host.RunAsync(parsed, async services =>
        {
            var given = await keys.ReadAsync(parsed, host, cancellationToken);
            if (given.Count == 0 != parsed.GetValue(none)) throw new UserError("Give the new credentials by --api-key-env or --api-key-stdin, or say --none. Nothing was changed.");
            var time = TimeSpan.Zero;
            if (parsed.GetValue(overlap) is { } text && !Duration.TryParse(text, out time)) throw new UserError("--overlap must be a time such as 60s or 1h. Nothing was changed.");
            var input = new CredentialsInput { ApiKeys = given, OverlapSeconds = (long)Math.Ceiling(time.TotalSeconds) };
            var wanted = parsed.GetRequiredValue(name);
            var row = VerbOutcome.Of(wanted, await services.GetRequiredService<ProviderAdmission>().ReplaceCredentialsAsync(wanted, input, IfMatch.Any, cancellationToken));
            var left = row.Credentials.Where(c => c.ExpiresAt is not null).Select(c => $"{c.Hint} until {c.ExpiresAt:u}").ToList();
            await host.Error.WriteLineAsync($"Provider {wanted} uses {Hints(row)} from the next request on{(left.Count > 0 ? $", and still {string.Join(", ", left)}" : "")}.");
        }, cancellationToken));
        return command;
    }

    private static string Hints(Model.Provider row) =>
        string.Join(", ", row.Credentials.Where(c => c.ExpiresAt is null).OrderBy(c => c.Position).Select(c => c.Hint).DefaultIfEmpty("no credential"));
}
