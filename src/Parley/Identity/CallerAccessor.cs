using Parley.Gateway.Ports;

namespace Parley.Identity;

internal sealed class CallerAccessor : ICallerAccessor
{
    public Caller? Find(HttpContext context) => CallerIdentity.Find(context.User);
}
