using Microsoft.Extensions.Logging.Abstractions;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.Anthropic;
using Parley.Gateway.Dialects.Gemini;
using Parley.Gateway.Dialects.OpenAiChat;
using Parley.Gateway.Http;
using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;
using Parley.Gateway.Routing;
using Parley.Gateway.Routing.Health;
using Parley.Gateway.Tests.Routing;
using Parley.Gateway.Tests.Dialects;
using Parley.Gateway.Upstreams;
using Parley.Gateway.Upstreams.Gemini;
using Parley.Gateway.Upstreams.Guard;
using Parley.Gateway.Upstreams.Http;

namespace Parley.Gateway.Tests.Upstreams.Gemini;

/// <summary>Calls over HTTP, through the last stage of the pipeline: what the vendor is asked, and what comes of its answer.</summary>
public sealed class GeminiUpstreamTests
{
    [Fact]
    public async Task A_stream_is_asked_for_and_read()
    {
        var (asked, answer) = await AskAsync("""{"model":"m","stream":true,"messages":[{"role":"user","content":"Hi"}]}""", WireFormat.Chat, LlmOperation.Generate,
            new Golden("Gemini").Text("text.sse"), "text/event-stream");
        Assert.Equal("/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse", asked.Path);
        Assert.Equal(("AIza-key", ""), (asked.Key, asked.Authorization));
        Assert.Equal("""{"contents":[{"role":"user","parts":[{"text":"Hi"}]}]}""", asked.Body);
        Assert.Contains("delta 0 Text \"Hello\"", answer, StringComparison.Ordinal);
        Assert.EndsWith("finished Stop\ncompleted\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_array_in_place_of_a_stream_is_read_too()
    {
        var (_, answer) = await AskAsync("""{"model":"m","stream":true,"messages":[{"role":"user","content":"Hi"}]}""", WireFormat.Chat, LlmOperation.Generate, new Golden("Gemini").Text("array.json"));
        Assert.EndsWith("finished Stop\ncompleted\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_messages_client_gets_an_exact_count()
    {
        var (asked, answer) = await AskAsync("""{"model":"m","system":"s","messages":[{"role":"user","content":"Hi"}]}""", WireFormat.Messages, LlmOperation.CountTokens, """{"totalTokens":31}""");
        Assert.Equal("/v1beta/models/gemini-2.5-flash:countTokens", asked.Path);
        Assert.Equal("""{"generateContentRequest":{"model":"models/gemini-2.5-flash","contents":[{"role":"user","parts":[{"text":"Hi"}]}],"systemInstruction":{"parts":[{"text":"s"}]}}}""", asked.Body);
        Assert.StartsWith("estimate=False\nstarted id= model=\nusage input=31\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Embeddings_come_back_in_OpenAIs_form_and_unmetered()
    {
        var (asked, answer) = await AskAsync("""{"model":"m","input":["a","b"],"user":"u"}""", WireFormat.Chat, LlmOperation.Embed, """{"embeddings":[{"values":[0.5]},{"values":[1]}]}""");
        Assert.Equal("/v1beta/models/gemini-2.5-flash:batchEmbedContents", asked.Path);
        Assert.Equal("dropped=user\nestimate=False\nstarted id= model=\nfinished Stop\ncompleted\n"
            + """Chat {"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.5]},{"object":"embedding","index":1,"embedding":[1]}],"model":"m","usage":{"prompt_tokens":12,"total_tokens":12}}""", answer);
    }

    [Fact]
    public async Task Tokens_in_place_of_text_are_refused_before_anything_is_sent()
    {
        var refused = await Assert.ThrowsAsync<GatewayFaultException>(() => AskAsync("""{"model":"m","input":[[1,2]]}""", WireFormat.Chat, LlmOperation.Embed, "{}"));
        Assert.Equal((400, "input"), (refused.Fault.Status, refused.Fault.Param));
    }

    [Fact]
    public async Task A_wrong_key_is_the_gateways_own_trouble()
    {
        var (_, answer) = await AskAsync("""{"model":"m","messages":[{"role":"user","content":"Hi"}]}""", WireFormat.Chat, LlmOperation.Generate,
            """[{"error":{"code":400,"message":"API key not valid.","status":"INVALID_ARGUMENT","details":[{"reason":"API_KEY_INVALID"}]}}]""", status: 400);
        Assert.Equal("fault UpstreamFailed 502 401", answer);
    }

    private static async Task<((string Path, string Key, string Authorization, string Body) Asked, string Answer)> AskAsync(
        string body, WireFormat format, LlmOperation operation, string answer, string type = "application/json", int status = 200)
    {
        var cancellation = TestContext.Current.CancellationToken;
        (string, string, string, string) asked = default;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        await using var vendor = builder.Build();
        vendor.Run(async context =>
        {
            using var reader = new System.IO.StreamReader(context.Request.Body, Encoding.UTF8);
            asked = (context.Request.Path + context.Request.QueryString.Value, context.Request.Headers["x-goog-api-key"].ToString(), context.Request.Headers.Authorization.ToString(), await reader.ReadToEndAsync(cancellation));
            (context.Response.StatusCode, context.Response.ContentType) = (status, type);
            await context.Response.WriteAsync(answer, cancellation);
        });
        await vendor.StartAsync(cancellation);
        var target = new UpstreamTarget(new UpstreamConfig { Name = "up", Kind = "gemini", BaseUrl = new Uri(vendor.Urls.First()), AllowPrivateNetwork = true, Credentials = [new UpstreamCredential("1", new Secret("AIza-key"))], MaxRetries = 0 }, "gemini-2.5-flash");
        using var connections = new UpstreamConnections(TimeProvider.System);
        using var drain = new Drain(TimeProvider.System);
        using var media = new MediaFetcher(TimeProvider.System, NullLogger<MediaFetcher>.Instance);
        var estimator = new FixedEstimator(3);
        var upstream = new HttpUpstream(new GeminiProtocol(new GeminiDialect(), estimator), connections, media, drain, new GatewayLimits(), TimeProvider.System);
        var request = Request(body, format, operation);
        request.Route = new Route("m", [target]);
        var book = new UpstreamHealthBook(TimeProvider.System);
        await using var came = await new Dispatch(Choosers.Of(book), book, new UpstreamKinds([upstream]), estimator, drain, TimeProvider.System).SendAsync(request, cancellation);
        return (asked, await DumpAsync(came, cancellation));
    }

    private static LlmRequest Request(string body, WireFormat format, LlmOperation operation)
    {
        IDialect dialect = format == WireFormat.Chat ? new OpenAiChatDialect() : new AnthropicDialect();
        var plain = Requests.Of(body, format, operation);
        return new LlmRequest
        {
            Id = plain.Id, At = plain.At, Started = plain.Started, Format = format, Operation = operation, Caller = plain.Caller, Body = plain.Body, Envelope = plain.Envelope,
            ReadPrompt = operation == LlmOperation.Embed ? null : r => PromptReader.Read(dialect, operation, r.Body.Span),
        };
    }

    private static async Task<string> DumpAsync(LlmAnswer answer, CancellationToken cancellation)
    {
        if (answer.Fault is { } fault) return $"fault {fault.Kind} {fault.Status} {fault.UpstreamStatus}";
        var text = new StringBuilder();
        if (answer.Dropped.Count > 0) text.Append("dropped=").AppendJoin(' ', answer.Dropped).Append('\n');
        if (answer.IsWhole) text.Append("estimate=").Append(answer.IsEstimate).Append('\n');
        while (await answer.MoveNextAsync(cancellation))
        {
            foreach (var item in answer.Events.Events) text.Append(EventDump.Line(item)).Append('\n');
            if (answer is { IsWhole: true, Format: WireFormat.Chat }) text.Append(answer.Format).Append(' ').Append(Encoding.UTF8.GetString(answer.Raw.Span));
        }

        return text.ToString();
    }
}
