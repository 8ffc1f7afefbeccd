using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Parley.Chat.Memory;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing;
using Parley.Shared;
using Route = Parley.Gateway.Routing.Route;

namespace Parley.Tests.Chat.Memory;

/// <summary>Which model embeds.</summary>
public sealed class MemoryModelTests
{
    private static readonly UpstreamConfig Box = new() { Name = "box", Kind = "chat", TakesAnyModel = true };

    [Fact]
    public void The_cheapest_that_embeds_then_the_first_by_name()
    {
        Assert.Null(Chosen(null, Model("gpt-5"), Model("whisper-1")));
        Assert.Equal("nomic-embed-text", Chosen(null, Model("gpt-5"), Model("zz-embed"), Model("nomic-embed-text")));
        Assert.Equal("zz-embed", Chosen(null, Model("a-embed"), Model("dear-embed", price: 0.13m), Model("zz-embed", price: 0.02m)));
        // What the catalogue knows counts more than a name.
        Assert.Equal("vectors", Chosen(null, Model("embed-talker", ModelKind.Chat), Model("bge-reranker"), Model("vectors", ModelKind.Embedding)));
    }

    [Fact]
    public void An_operator_decides()
    {
        Assert.Null(Chosen("off", Model("a-embed")));
        Assert.Equal("b-embed", Chosen("b-embed", Model("a-embed"), Model("b-embed")));
        Assert.Equal("box/unlisted", Chosen("box/unlisted", Model("a-embed")));
        Assert.Null(Chosen("gone", Model("a-embed")));
        // Over several models there are vectors that cannot be compared.
        var several = new Route("mix", [new(Box, "a"), new(Box, "b")]) { Rule = new RouteRule { Objective = "order", Choices = [] } };
        Assert.Null(Chosen("mix", Model("a-embed"), several));
    }

    [Fact]
    public void An_alias_is_the_model_that_it_stands_for_and_a_change_is_seen()
    {
        var routes = new Routes { Current = new([Box], [Model("a-embed"), Model("b-embed")], aliases: [new("mine", "b-embed")]) };
        var model = new MemoryModel(new MemoryOptions { EmbeddingModel = "mine" }, routes);
        Assert.Equal("b-embed", MemoryModel.KeyOf(model.Current!));
        routes.Current = new([Box], [Model("a-embed"), Model("b-embed")], aliases: [new("mine", "a-embed")]);
        Assert.Equal("a-embed", MemoryModel.KeyOf(model.Current!));
    }

    [Theory]
    [InlineData("EmbeddingModel", " ")]
    [InlineData("Patience", "00:00:00")]
    [InlineData("Patience", "00:01:00")]
    public void What_cannot_be_used_ends_the_start(string key, string value)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new($"{MemoryOptions.Section}:{key}", value)]).Build();
        var problem = Assert.Throws<UserError>(() => new ServiceCollection().AddCheckedOptions<MemoryOptions>(configuration, MemoryOptions.Section));
        Assert.Contains($"{MemoryOptions.Section}:{key}", problem.Message, StringComparison.Ordinal);
    }

    private static string? Chosen(string? wish, params Route[] models) =>
        new MemoryModel(new MemoryOptions { EmbeddingModel = wish }, new Routes { Current = new([Box], models) }).Current?.Model;

    private static Route Model(string name, ModelKind? kind = null, decimal? price = null) => new(name, [new(Box, name) { Kind = kind, InputPrice = price }]);

    private sealed class Routes : IRouteSource
    {
        public RouteSnapshot Current { get; set; } = RouteSnapshot.Empty;

        public ValueTask RefreshAsync(CancellationToken cancellationToken) => default;
    }
}
