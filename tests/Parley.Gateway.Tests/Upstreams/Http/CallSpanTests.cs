using Microsoft.Extensions.Logging.Abstractions;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Parley.Gateway.Dialects.OpenAiChat;
using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;
using Parley.Gateway.Routing;
using Parley.Gateway.Telemetry;
using Parley.Gateway.Upstreams;
using Parley.Gateway.Upstreams.Chat;
using Parley.Gateway.Upstreams.Guard;
using Parley.Gateway.Upstreams.Http;

namespace Parley.Gateway.Tests.Upstreams.Http;

/// <summary>Each call to a vendor has a span of its own, of which the vendor sees nothing.</summary>
public sealed class CallSpanTests : IAsyncLifetime
{
    private const string Prompt = "a-secret-prompt", Words = "a-secret-answer";

    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;
    private readonly string _model = $"span-{Guid.CreateVersion7():N}";
    private IHeaderDictionary _sent = new HeaderDictionary();
    private WebApplication _vendor = null!;

    public CallSpanTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == GatewayMetrics.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (activity.OperationName.EndsWith(_model, StringComparison.Ordinal)) _ended.Enqueue(activity);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _vendor = builder.Build();
        _vendor.Run(AnswerAsync);
        await _vendor.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _vendor.DisposeAsync();
    }

    [Theory]
    [InlineData("whole", 200, null)]
    [InlineData("stream", 200, null)]
    [InlineData("refused", 429, "rate_limited")]
    [InlineData("cut", 200, "stream_cut")]
    [InlineData("nobody", null, "unavailable")]
    public async Task A_call_is_one_span_that_says_how_it_went_and_none_of_what_was_said(string kind, int? status, string? error)
    {
        using var caller = new Activity("caller").Start();
        await CallAsync(kind);
        var span = Assert.Single(_ended);
        Assert.Equal((ActivityKind.Client, $"chat {_model}", caller.SpanId), (span.Kind, span.DisplayName, span.ParentSpanId));
        Assert.Equal(("chat", "up", _model), (span.GetTagItem("gen_ai.operation.name"), span.GetTagItem("gen_ai.provider.name"), span.GetTagItem("gen_ai.request.model")));
        Assert.Equal("127.0.0.1", span.GetTagItem("server.address"));
        Assert.Equal(status, span.GetTagItem("http.response.status_code"));
        Assert.Equal(error, span.GetTagItem("error.type"));
        Assert.Equal(error is null ? ActivityStatusCode.Unset : ActivityStatusCode.Error, span.Status);
        var told = string.Join('\n', span.TagObjects.Select(tag => $"{tag.Value}")) + span.StatusDescription;
        Assert.DoesNotContain(Prompt, told, StringComparison.Ordinal);
        Assert.DoesNotContain(Words, told, StringComparison.Ordinal);
        foreach (var header in new[] { "traceparent", "tracestate", "baggage", "Request-Id", "Correlation-Context" }) Assert.False(_sent.ContainsKey(header), header);
    }

    [Fact]
    public async Task It_lasts_until_the_answer_is_over()
    {
        var answer = await SendAsync("stream");
        Assert.True(await answer.MoveNextAsync(TestContext.Current.CancellationToken));
        Assert.Empty(_ended);
        await answer.DisposeAsync();
        Assert.Single(_ended);
    }

    private async Task CallAsync(string kind)
    {
        await using var answer = await SendAsync(kind);
        while (await answer.MoveNextAsync(TestContext.Current.CancellationToken))
        {
        }
    }

    private ValueTask<LlmAnswer> SendAsync(string kind)
    {
        var address = kind == "nobody" ? "http://127.0.0.1:1/v1" : $"{_vendor.Urls.First()}/{kind}";
        var upstream = new UpstreamConfig { Name = "up", Kind = "chat", BaseUrl = new Uri(address), AllowPrivateNetwork = true };
        var body = $$"""{"model":"m","stream":{{(kind is "stream" or "cut" ? "true" : "false")}},"messages":[{"role":"user","content":"{{Prompt}}"}]}""";
        return new HttpUpstream(new ChatProtocol(new OpenAiChatDialect()), new UpstreamConnections(TimeProvider.System), new MediaFetcher(TimeProvider.System, NullLogger<MediaFetcher>.Instance), new Drain(TimeProvider.System), new GatewayLimits(), TimeProvider.System)
            .SendAsync(Requests.Of(body), new UpstreamTarget(upstream, _model), TestContext.Current.CancellationToken);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        _sent = new HeaderDictionary(context.Request.Headers.ToDictionary());
        var kind = context.Request.Path.Value!.Split('/')[1];
        context.Response.StatusCode = kind == "refused" ? 429 : 200;
        context.Response.ContentType = kind is "stream" or "cut" ? "text/event-stream" : "application/json";
        await context.Response.WriteAsync(kind switch
        {
            "refused" => $$$"""{"error":{"message":"slow down: {{{Prompt}}}"}}""",
            "whole" => $$$"""{"id":"c","choices":[{"index":0,"message":{"role":"assistant","content":"{{{Words}}}"},"finish_reason":"stop"}]}""",
            "cut" => $$$"""data: {"id":"c","choices":[{"index":0,"delta":{"content":"{{{Words}}}"}}]}""" + "\n\n",
            _ => $$$"""data: {"id":"c","choices":[{"index":0,"delta":{"content":"{{{Words}}}"},"finish_reason":"stop"}]}""" + "\n\ndata: [DONE]\n\n",
        });
    }
}
