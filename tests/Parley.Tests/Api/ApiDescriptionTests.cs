using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Api;

/// <summary>What the running server tells everybody about its operations, held to the routes that it maps.</summary>
[Trait("Pace", "slow")]
public sealed class ApiDescriptionTests(ScopeTests.Stage stage) : IClassFixture<ScopeTests.Stage>
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

    [Fact]
    public async Task Every_mapped_operation_is_described_and_nothing_else()
    {
        await using var routes = new MappedRoutes();
        using var document = await ReadAsync();
        var mapped = routes.All.Where(route => IsOperation(route)).Select(route => $"{Method(route)} {route.Template}");
        Assert.Equal(mapped.Order(StringComparer.Ordinal), Operations(document).Select(o => $"{o.Method} {o.Path}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_operation_has_a_summary_an_id_of_its_own_an_example_and_its_answers()
    {
        using var document = await ReadAsync();
        var operations = Operations(document).ToList();
        Assert.Equal(operations.Count, operations.Select(o => o.Node.GetProperty("operationId").GetString()).Distinct().Count());
        foreach (var (method, path, node) in operations)
        {
            var name = $"{method} {path}";
            Assert.True(node.TryGetProperty("summary", out var summary) && summary.GetString() is { Length: > 5 }, $"{name} has no summary");
            Assert.True(node.GetProperty("tags").GetArrayLength() == 1, $"{name} has not one tag");
            var answers = node.GetProperty("responses").EnumerateObject().ToDictionary(answer => answer.Name, answer => answer.Value);
            // A share link is its own key, and what watches a server has none.
            if (path is not ("/health/live" or "/health/ready" or "/.well-known/jwks.json") && !path.StartsWith("/api/v1/shared/", StringComparison.Ordinal)) Assert.True(answers.ContainsKey("401") && answers.ContainsKey("403"), $"{name} does not say that keys are refused");
            if (path.StartsWith("/api/", StringComparison.Ordinal))
            {
                Assert.True(answers.ContainsKey("400"), $"{name} does not say that unknown query members are refused");
                if (node.TryGetProperty("requestBody", out _)) Assert.True(answers.ContainsKey("413") && answers.ContainsKey("415"), $"{name} does not say which bodies are refused");
            }

            // What was made or was there already may be told apart.
            var successes = answers.Where(answer => answer.Key.StartsWith('2')).ToList();
            Assert.InRange(successes.Count, 1, 2);
            if (successes.Exists(success => success.Key != "204")) Assert.True(successes.Exists(success => HasExample(success.Value)), $"{name} has no example of its answer");
            if (node.TryGetProperty("requestBody", out var body)) Assert.True(HasExample(body), $"{name} has no example of its request");
            if (path.Contains('{')) Assert.True(answers.ContainsKey("404"), $"{name} does not say what an unknown one answers");
        }
    }

    [Fact]
    public async Task Callers_learn_how_to_say_who_they_are()
    {
        using var document = await ReadAsync();
        var schemes = document.RootElement.GetProperty("components").GetProperty("securitySchemes");
        Assert.Equal("bearer", schemes.GetProperty("bearer").GetProperty("scheme").GetString());
        Assert.Equal("x-api-key", schemes.GetProperty("x-api-key").GetProperty("name").GetString());
        Assert.Equal(2, document.RootElement.GetProperty("security").GetArrayLength());
        Assert.StartsWith("3.1", document.RootElement.GetProperty("openapi").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_lists_every_operation_and_loads_nothing()
    {
        await using var routes = new MappedRoutes();
        using var answer = await stage.SendAsync("GET", "/docs", false, key: null);
        Assert.Equal((HttpStatusCode.OK, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        // An empty icon is named, so that browsers look for none.
        var page = (await answer.Content.ReadAsStringAsync()).Replace("<link rel=\"icon\" href=\"data:,\">", "", StringComparison.Ordinal);
        foreach (var route in routes.All.Where(IsOperation))
            Assert.Contains($"<b class=\"method {Method(route).ToLowerInvariant()}\">{Method(route)}</b><code>{Shown(route.Template)}</code>", page, StringComparison.Ordinal);
        foreach (var foreign in new[] { "<script", "<link", "<img", "src=", "@import", "url(", " style=\"", "onclick" })
            Assert.DoesNotContain(foreign, page, StringComparison.OrdinalIgnoreCase);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        var style = page[(page.IndexOf("<style>", StringComparison.Ordinal) + 7)..page.IndexOf("</style>", StringComparison.Ordinal)];
        Assert.StartsWith($"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)))}';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
    }

    /// <summary>The exporter's route takes every method; it is there to be read.</summary>
    private static string Method(MappedRoute route) => route.Path == "/metrics" ? "GET" : route.Method;

    private static bool IsOperation(MappedRoute route) => route.Path is "/health/live" or "/health/ready" or "/metrics" or "/.well-known/jwks.json" ||
        (route.Path.StartsWith("/api/v1/", StringComparison.Ordinal) || route.Path.StartsWith("/v1/", StringComparison.Ordinal))
        && Methods.Contains(route.Method) && !route.IsFallback;

    private static string Shown(string path) =>
        string.Concat(path.Split('/')[1..].Select(part => "/<wbr>" + (part.StartsWith('{') ? $"<i>{part}</i>" : part)));

    private static bool HasExample(JsonElement body) =>
        body.GetProperty("content").EnumerateObject().First() is { Name: var type, Value: var media }
        && ((media.TryGetProperty("example", out var example) && example.ValueKind == (type.StartsWith("text/", StringComparison.Ordinal) ? JsonValueKind.String : JsonValueKind.Object))
            || (media.GetProperty("schema").TryGetProperty("format", out var format) && format.GetString() == "binary"));

    private static IEnumerable<(string Method, string Path, JsonElement Node)> Operations(JsonDocument document) =>
        from path in document.RootElement.GetProperty("paths").EnumerateObject()
        from method in path.Value.EnumerateObject()
        select (method.Name.ToUpperInvariant(), path.Name, method.Value);

    private async Task<JsonDocument> ReadAsync()
    {
        using var answer = await stage.SendAsync("GET", "/openapi/v1.json", false, key: null);
        Assert.Equal((HttpStatusCode.OK, "application/json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
    }
}
