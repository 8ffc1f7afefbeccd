using Parley.Billing.Model;

namespace Parley.Billing.Pages.Requests;

/// <summary>How a request went wrong, in words: what happened, and what to do about it.</summary>
/// <param name="What">A sentence.</param>
/// <param name="Advice">For whoever reads it: administrators can do more.</param>
/// <param name="IsFailure">Else it was ended on purpose, or nobody knows.</param>
public sealed record RequestTrouble(string What, string Advice, bool IsFailure)
{
    private const string TellAdministrator = " If that does not help, give the request’s id to an administrator.";

    /// <param name="outcome">How it ended; null while it runs.</param>
    /// <param name="error">The error's label.</param>
    /// <param name="provider">The last one that was tried; null when none was reached.</param>
    /// <param name="forAdministrator">Who reads it.</param>
    internal static RequestTrouble? Of(string? outcome, string? error, string? provider, bool forAdministrator) => outcome switch
    {
        Outcomes.Failed => Failure(error, provider is null ? "The provider" : $"The provider {provider}", forAdministrator),
        Outcomes.Cancelled => Cancelled(error),
        Outcomes.Indeterminate => new("The process that served this request ended before the request did.", "Nobody knows what was used of it after that. Ask again; the server’s log tells why it ended.", false),
        _ => null,
    };

    private static RequestTrouble Cancelled(string? error) => error switch
    {
        "not_cached" => new("Only an answer that is kept was asked for, and none is.", "Ask without that wish, and a model answers.", false),
        "outpaced" => new("The answer came faster than it was read, so the connection was given up.", "Read the stream as it comes: a slow reader holds an answer only for so long.", false),
        _ => new("Whoever asked stopped it, or left before the end.", "There is nothing to mend. What had been used until then is counted.", false),
    };

    private static RequestTrouble Failure(string? error, string provider, bool forAdministrator)
    {
        var (what, caller, administrator) = error switch
        {
            "invalid_request" => ("The request could not be used as it was.", "The error that was answered names what is wrong with it. The same request fails again.", null),
            "unauthenticated" => ("There was no key that is in force.", "Use a key that is neither revoked nor expired.", null),
            "forbidden" => ("That was not allowed.", "Ask for what the key or account may do, or have its rights changed.", null),
            "not_found" => ("There is no model or object of that name.", "Choose a name that the list of models has.", "Choose a name that the list of models has, or give one of the models this name."),
            "too_large" => ("The request was larger than what is taken.", "Send less at once: a shorter chat, or smaller files.", null),
            "rate_limited" => ("A limit was reached: of the key, of the account, or of the provider.", "Wait a moment, and ask again.", "It goes by itself. Where it comes often, raise the limit of the key, or give the model a second provider."),
            "overloaded" => ($"{provider} had too much to do.", "Ask again in a while, or ask another model.", "Where it comes often, give the model a second provider, so that Parley can ask there."),
            "upstream_failed" => ($"{provider} failed, or refused the key that Parley has for it.", "Ask again, or ask another model." + TellAdministrator, "Look at Health for what it says: a refused key is changed with the provider, a fault of its own is its to mend."),
            "unavailable" => ($"{provider} could not be reached, or Parley could not take the request then.", "Ask again in a while, or ask another model." + TellAdministrator, "Look at Health whether it is there again; else check its address, and the way to it from this server."),
            "upstream_timeout" => ($"{provider} did not answer in time.", "Ask again, or ask for less at once." + TellAdministrator, "Look at Health for how long it takes now. A model that thinks for long needs a longer timeout at its provider."),
            "stream_cut" => ("The answer broke off.", "What had arrived was kept. Ask again, or let it go on from there.", "What had arrived was kept. Where it comes often, look at Health, and at proxies between this server and the provider."),
            _ => ("Parley itself failed.", "Ask again." + TellAdministrator, "The server’s log has the reason, under the request’s id."),
        };
        return new(what, forAdministrator ? administrator ?? caller : caller, true);
    }
}
