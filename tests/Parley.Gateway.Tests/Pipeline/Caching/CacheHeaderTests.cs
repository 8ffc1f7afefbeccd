using Microsoft.AspNetCore.Http;
using Parley.Gateway.Http;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Pipeline.Caching;

public sealed class CacheHeaderTests
{
    [Fact]
    public void Nothing_said_is_nothing() => Assert.Null(CacheHeader.Read(new HeaderDictionary()));

    [Theory]
    [InlineData("no-store", true, false, null)]
    [InlineData("NO-Store", true, false, null)]
    [InlineData("only-if-cached", false, true, null)]
    [InlineData("max-age=60", false, false, 60)]
    [InlineData("Max-Age=0", false, false, 0)]
    [InlineData("only-if-cached, max-age=5", false, true, 5)]
    [InlineData(" max-age=5 ,only-if-cached", false, true, 5)]
    [InlineData("max-age=99999999999999999999999", false, false, 365 * 86400)]
    public void Words_are_understood(string said, bool noStore, bool onlyIfCached, int? seconds)
    {
        var wish = CacheHeader.Read(said);
        Assert.Equal((noStore, onlyIfCached, seconds), (wish.IsNoStore, wish.OnlyIfCached, (int?)wish.MaxAge?.TotalSeconds));
    }

    [Theory]
    [InlineData("")]
    [InlineData("yes")]
    [InlineData("max-age")]
    [InlineData("max-age=")]
    [InlineData("max-age=-1")]
    [InlineData("max-age=1.5")]
    [InlineData("max-age= 5")]
    [InlineData("max-age=5, max-age=6")]
    [InlineData("no-store, no-store")]
    [InlineData("no-store, max-age=5")]
    [InlineData("only-if-cached, no-store")]
    [InlineData("max-age=5,")]
    public void Anything_else_is_refused(string said)
    {
        var refused = Assert.Throws<GatewayFaultException>(() => CacheHeader.Read(said));
        Assert.Equal((400, "x-parley-cache"), (refused.Fault.Status, refused.Fault.Param));
    }

    [Fact]
    public void Two_header_lines_are_one_list()
    {
        var headers = new HeaderDictionary { ["x-parley-cache"] = new(["only-if-cached", "max-age=7"]) };
        var wish = CacheHeader.Read(headers)!;
        Assert.True(wish.OnlyIfCached);
        Assert.Equal(TimeSpan.FromSeconds(7), wish.MaxAge);
    }
}
