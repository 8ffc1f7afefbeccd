using Microsoft.AspNetCore.Http;
using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.Anthropic;
using Parley.Gateway.Dialects.OpenAiChat;
using Parley.Gateway.Dialects.OpenAiResponses;
using Parley.Gateway.Http;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Http;

/// <summary>Claude Code tries a refused key for minutes, and its user waits, unless it is told that another try is of no use.</summary>
public sealed class RefusedKeyTests
{
    [Theory]
    [InlineData("/v1/messages", FaultKind.Unauthenticated, "false"), InlineData("/v1/chat/completions", FaultKind.Unauthenticated, "false")]
    [InlineData("/v1/messages", FaultKind.RateLimited, ""), InlineData("/v1/messages", FaultKind.UpstreamFailed, "")]
    public async Task Another_try_is_refused_to_a_wrong_key_alone(string path, FaultKind kind, string told)
    {
        var context = new DefaultHttpContext { Request = { Path = path }, Response = { Body = new MemoryStream() } };
        await new WireErrors(new DialectSet([new OpenAiChatDialect(), new AnthropicDialect(), new OpenAiResponsesDialect()]), TimeProvider.System, TestMetrics.Create())
            .WriteAsync(context, new GatewayFault(kind, "no"));
        Assert.Equal(told, context.Response.Headers["x-should-retry"].ToString());
    }
}
