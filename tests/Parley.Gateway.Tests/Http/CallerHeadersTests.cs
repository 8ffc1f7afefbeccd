using Microsoft.AspNetCore.Http;
using Parley.Gateway.Http;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Http;

public sealed class CallerHeadersTests
{
    [Fact]
    public void Tags_are_kept_as_they_are_or_refused_but_never_cut()
    {
        Assert.Null(CallerHeaders.Tags(new HeaderDictionary()));
        Assert.Null(CallerHeaders.Tags(new HeaderDictionary { ["x-parley-tags"] = "" }));
        Assert.Equal("team:a,job:7", CallerHeaders.Tags(new HeaderDictionary { ["x-parley-tags"] = new(["team:a", "job:7"]) }));
        Assert.Equal(256, CallerHeaders.Tags(new HeaderDictionary { ["x-parley-tags"] = new string('a', 256) })!.Length);
        var refused = Assert.Throws<GatewayFaultException>(() => CallerHeaders.Tags(new HeaderDictionary { ["x-parley-tags"] = new string('a', 257) })).Fault;
        Assert.Equal((400, "x-parley-tags"), (refused.Status, refused.Param));
    }

    [Theory]
    [InlineData("0"), InlineData("-1"), InlineData("700ms"), InlineData("1.5"), InlineData("600001"), InlineData("")]
    public void A_first_token_time_that_is_none_is_refused(string value)
    {
        var refused = Assert.Throws<GatewayFaultException>(() => CallerHeaders.MaxFirstToken(new HeaderDictionary { ["x-parley-max-ttft-ms"] = value })).Fault;
        Assert.Equal((400, "x-parley-max-ttft-ms"), (refused.Status, refused.Param));
        Assert.Equal(TimeSpan.FromMilliseconds(700), CallerHeaders.MaxFirstToken(new HeaderDictionary { ["x-parley-max-ttft-ms"] = "700" }));
    }

    [Fact]
    public void Whether_a_stream_is_resumable_is_true_or_false_and_nothing_else()
    {
        Assert.Null(CallerHeaders.Resumable(new HeaderDictionary()));
        Assert.True(CallerHeaders.Resumable(new HeaderDictionary { ["x-parley-resumable"] = "True" }));
        Assert.False(CallerHeaders.Resumable(new HeaderDictionary { ["x-parley-resumable"] = "FALSE" }));
        foreach (var value in new[] { "maybe", "1", "", "true,true" })
        {
            var refused = Assert.Throws<GatewayFaultException>(() => CallerHeaders.Resumable(new HeaderDictionary { ["x-parley-resumable"] = value })).Fault;
            Assert.Equal((400, "x-parley-resumable"), (refused.Status, refused.Param));
        }
    }
}
