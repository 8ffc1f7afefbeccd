using Parley.Gateway.Ports;
using Parley.Identity.Callers;

namespace Parley.Identity;

/// <summary>Tells the engine who is calling: an API key or an access token in one of the headers of <see cref="Credentials"/>, never a cookie.</summary>
internal sealed class CallerAccessor(Checkpoint checkpoint, CallerLifetime lifetime) : ICallerAccessor
{
    public ValueTask<CallerCheck> CheckAsync(HttpContext context)
    {
        var checking = checkpoint.CheckAsync(context, takesCookies: false);
        return checking.IsCompletedSuccessfully ? new ValueTask<CallerCheck>(Let(checking.Result)) : WaitAsync(checking);
    }

    private async ValueTask<CallerCheck> WaitAsync(ValueTask<Verdict> checking) => Let(await checking);

    private CallerCheck Let(Verdict verdict)
    {
        if (verdict.Identity is { } identity) lifetime.Follow(identity);
        return verdict.ForGateway;
    }
}
