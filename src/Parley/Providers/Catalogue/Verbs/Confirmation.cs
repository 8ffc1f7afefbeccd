using Parley.Shared;

namespace Parley.Providers.Catalogue.Verbs;

/// <summary>Asks before something is changed. Without a terminal there is nobody to ask, and nothing is changed.</summary>
internal static class Confirmation
{
    public static async Task RequireAsync(VerbHost host, bool yes, string question, string kept, CancellationToken cancellationToken)
    {
        if (yes) return;
        if (!host.IsTerminal) throw new UserError($"{kept} Nobody can be asked without a terminal: look at it, then run it with --yes.");
        await host.Error.WriteAsync(question + " [y/N] ");
        await host.Error.FlushAsync(cancellationToken);
        if ((await host.Input.ReadLineAsync(cancellationToken))?.Trim() is not ("y" or "Y" or "yes")) throw new UserError(kept);
    }
}
