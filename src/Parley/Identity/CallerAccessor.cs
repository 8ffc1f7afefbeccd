using Parley.Gateway.Ports;
using Parley.Identity.Keys;

namespace Parley.Identity;

/// <summary>Tells the engine who is calling: an API key in one of the headers of <see cref="Credentials"/>.</summary>
internal sealed class CallerAccessor(KeyRegistry keys) : ICallerAccessor
{
    public ValueTask<CallerCheck> CheckAsync(HttpContext context)
    {
        var credential = Credentials.Find(context.Request.Headers);
        return new ValueTask<CallerCheck>((credential.IsEmpty ? KeyCheck.Missing : keys.Check(credential)).ForGateway);
    }
}
