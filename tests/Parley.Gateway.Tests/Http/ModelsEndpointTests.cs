using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.Anthropic;
using Parley.Gateway.Dialects.OpenAiChat;
using Parley.Gateway.Http;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Tests.Http;

public sealed class ModelsEndpointTests
{
    private static readonly UpstreamConfig Up = new() { Name = "up", Kind = "chat" };

    [Theory]
    [InlineData("", "a,auto,b,c,d,e", false)]
    [InlineData("?limit=2", "a,auto", true)]
    [InlineData("?limit=2&after_id=b", "c,d", true)]
    [InlineData("?limit=2&after_id=d", "e", false)]
    [InlineData("?after_id=e", "", false)]
    [InlineData("?after_id=&limit=1", "a", true)]
    [InlineData("?limit=2&before_id=d", "b,c", true)]
    [InlineData("?limit=9&before_id=c", "a,auto,b", false)]
    [InlineData("?before_id=a", "", false)]
    public async Task Pages_follow_the_cursors(string query, string expected, bool more)
    {
        var (status, headers, body) = await ListAsync(query, anthropic: true);
        Assert.Equal(200, status);
        Assert.Equal(expected, string.Join(',', body.GetProperty("data").EnumerateArray().Select(m => m.GetProperty("id").GetString())));
        Assert.Equal(more, body.GetProperty("has_more").GetBoolean());
        Assert.StartsWith("req_", headers["request-id"].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("after_id"), InlineData("before_id")]
    public async Task A_cursor_that_names_no_model_is_refused_in_the_formats_shape(string name)
    {
        var (status, headers, body) = await ListAsync($"?{name}=gone", anthropic: true);
        Assert.Equal((400, "error", "invalid_request_error"), (status, body.GetProperty("type").GetString(), body.GetProperty("error").GetProperty("type").GetString()));
        Assert.Contains(name, body.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("req_", headers["request-id"].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cursor_that_another_process_has_added_is_looked_up()
    {
        var (status, _, body) = await ListAsync("?after_id=x", anthropic: true, added: "x");
        Assert.Equal((200, 0), (status, body.GetProperty("data").GetArrayLength()));
    }

    [Fact]
    public async Task The_request_is_named_as_on_other_answers()
    {
        var (_, headers, body) = await ListAsync("", anthropic: false);
        Assert.Equal(6, body.GetProperty("data").GetArrayLength());
        Assert.Equal(["up", "parley"], body.GetProperty("data").EnumerateArray().Take(2).Select(m => m.GetProperty("owned_by").GetString()));
        Assert.Equal(headers["x-parley-request-id"], headers["x-request-id"]);
        Assert.StartsWith("req_", headers["x-request-id"].ToString(), StringComparison.Ordinal);
        Assert.False(headers.ContainsKey("request-id"));

        var one = Context("", anthropic: true);
        one.Request.RouteValues["id"] = "c";
        await Endpoint(null).GetAsync(one, Caller);
        Assert.Equal(one.Response.Headers["x-parley-request-id"], one.Response.Headers["request-id"]);
        Assert.StartsWith("req_", one.Response.Headers["request-id"].ToString(), StringComparison.Ordinal);
    }

    private static Caller Caller { get; } = new("k", null, "test", new[] { "gateway" }.ToFrozenSet());

    private static async Task<(int Status, IHeaderDictionary Headers, JsonElement Body)> ListAsync(string query, bool anthropic, string? added = null)
    {
        var context = Context(query, anthropic);
        await Endpoint(added).ListAsync(context, Caller);
        return (context.Response.StatusCode, context.Response.Headers, JsonElement.Parse(((MemoryStream)context.Response.Body).ToArray()));
    }

    private static DefaultHttpContext Context(string query, bool anthropic)
    {
        var context = new DefaultHttpContext { Request = { Path = "/v1/models", QueryString = new(query) }, Response = { Body = new MemoryStream() } };
        if (anthropic) context.Request.Headers["anthropic-version"] = "2023-06-01";
        return context;
    }

    private static ModelsEndpoint Endpoint(string? added) => new(new Routes(added),
        new WireErrors(new DialectSet([new OpenAiChatDialect(), new AnthropicDialect()]), TimeProvider.System, TestMetrics.Create()), TimeProvider.System);

    /// <summary>Models a to e, the route that chooses among them, and one that is known only after a look.</summary>
    private sealed class Routes(string? added) : IRouteSource
    {
        public RouteSnapshot Current { get; private set; } = Of(["a", "b", "c", "d", "e"]);

        public ValueTask RefreshAsync(CancellationToken cancellationToken)
        {
            if (added is not null) Current = Of(["a", "b", "c", "d", "e", added]);
            return default;
        }

        private static RouteSnapshot Of(string[] models) => new([Up], models.Select(m => new Route(m, [new UpstreamTarget(Up, m)])));
    }
}
