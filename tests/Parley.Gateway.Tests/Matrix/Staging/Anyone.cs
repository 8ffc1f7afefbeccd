using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Parley.Gateway.Ports;

namespace Parley.Gateway.Tests.Matrix.Staging;

internal sealed class Anyone : ICallerAccessor
{
    private static readonly Caller One = new("k1", null, "test", new[] { "gateway" }.ToFrozenSet());

    public ValueTask<CallerCheck> CheckAsync(HttpContext context) => new(new CallerCheck(One, null));
}
