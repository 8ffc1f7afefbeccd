using Parley.Gateway.Ports;
using Parley.Identity.Callers;

namespace Parley.Identity;

/// <summary>Tells the engine who is calling: an API key or an access token in one of the headers of <see cref="Credentials"/>, never a cookie.</summary>
internal sealed class CallerAccessor(Checkpoint checkpoint) : ICallerAccessor
{
    public ValueTask<CallerCheck> CheckAsync(HttpContext context)
    {
        var checking = checkpoint.CheckAsync(context, takesCookies: false);
        return checking.IsCompletedSuccessfully ? new ValueTask<CallerCheck>(checking.Result.ForGateway) : WaitAsync(checking);
    }

    private static async ValueTask<CallerCheck> WaitAsync(ValueTask<Verdict> checking) => (await checking).ForGateway;
}
