using Parley.Data;
using Parley.Gateway.Ports;
using Parley.Identity.Keys;

namespace Parley.Identity;

/// <summary>Tells the engine who is calling: an API key in one of the headers of <see cref="Credentials"/>.</summary>
internal sealed class CallerAccessor(KeyRegistry keys, ChangeWatcher changes) : ICallerAccessor
{
    public ValueTask<CallerCheck> CheckAsync(HttpContext context)
    {
        var check = Check(context);
        return ReferenceEquals(check, KeyCheck.Unknown) ? LookAndCheckAsync(context) : new ValueTask<CallerCheck>(check.ForGateway);
    }

    /// <summary>A whole key that memory does not know may have been made a moment ago, by a verb or another node.</summary>
    private async ValueTask<CallerCheck> LookAndCheckAsync(HttpContext context)
    {
        await changes.LookNowAsync(context.RequestAborted);
        return Check(context).ForGateway;
    }

    private KeyCheck Check(HttpContext context)
    {
        var credential = Credentials.Find(context.Request.Headers, out var carrier);
        return credential.IsEmpty ? KeyCheck.Missing : keys.Check(credential, carrier);
    }
}
