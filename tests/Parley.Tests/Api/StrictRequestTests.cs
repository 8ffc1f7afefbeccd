using System.Net;
using System.Text;
using System.Text.Json;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Api;

/// <summary>Asks the real server for each operation of /api/v1 with members that it does not take: all are named, and so is
/// what it takes, as its description says.</summary>
[Trait("Pace", "slow")]
public sealed class StrictRequestTests(ScopeTests.Stage stage) : IClassFixture<ScopeTests.Stage>
{
    public static TheoryData<string, string, string> Operations
    {
        get
        {
            var routes = new MappedRoutes();
            var rows = new TheoryData<string, string, string>();
            foreach (var route in routes.All.Where(route => route.Path.StartsWith("/api/v1/", StringComparison.Ordinal) && route.Method != "HEAD"))
                rows.Add(route.Method, route.Template, route.Example);
            routes.DisposeAsync().AsTask().GetAwaiter().GetResult();
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task A_query_member_that_the_operation_does_not_take_is_refused_and_what_it_takes_is_told(string method, string template, string path)
    {
        var taken = await QueryAsync(method, template);
        using var answer = await stage.SendAsync(method, path + "?bogus=1&Bogus2=", false, await stage.KeyForAsync(method, template));
        var errors = await ErrorsAsync(answer);
        var says = taken.Count == 0 ? "is not known: this operation takes nothing in its query" : $"is not known; there are {string.Join(", ", taken.Select(q => q.Name))}";
        Assert.Equal((says, says), (errors["bogus"], errors["Bogus2"]));
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task A_number_that_is_none_and_a_member_given_twice_are_told_together_with_unknown_ones(string method, string template, string path)
    {
        var taken = (await QueryAsync(method, template)).Where(q => !q.IsList).ToList();
        if (taken.Count == 0)
        {
            using var empty = await stage.SendAsync(method, path + "?", false, await stage.KeyForAsync(method, template));
            if (empty.StatusCode == HttpStatusCode.BadRequest) Assert.DoesNotContain("query", await empty.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            return;
        }

        var query = string.Join('&', taken.Select(q => q.IsNumber ? $"{q.Name}=many" : $"{q.Name}=a&{q.Name}=b"));
        using var answer = await stage.SendAsync(method, $"{path}?{query}&bogus=1", false, await stage.KeyForAsync(method, template));
        var errors = await ErrorsAsync(answer);
        foreach (var (name, isNumber, _) in taken)
            Assert.Contains(isNumber ? "must be a" : "more than once", errors[name], StringComparison.Ordinal);
        Assert.True(errors.ContainsKey("bogus"));
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task A_body_member_that_the_operation_does_not_take_is_refused_with_all_others(string method, string template, string path)
    {
        using var document = await DescriptionAsync();
        var operation = document.RootElement.GetProperty("paths").GetProperty(template).GetProperty(method.ToLowerInvariant());
        var takesBody = operation.TryGetProperty("requestBody", out var body) && body.GetProperty("content").TryGetProperty("application/json", out _);
        if (!takesBody)
        {
            // Neither is a body that nobody reads an error, nor does it make one of another kind.
            var takesFile = operation.TryGetProperty("requestBody", out var file) && file.GetProperty("content").EnumerateObject().All(media => media.Name.StartsWith("image/", StringComparison.Ordinal));
            Assert.True(method is not ("PUT" or "PATCH") || takesFile, $"{method} {template} takes no JSON");
            return;
        }

        using var client = stage.CreateClient(await stage.KeyForAsync(method, template));
        using var request = new HttpRequestMessage(new HttpMethod(method), path + "?bogus=1")
        {
            Content = new StringContent("""{"bogusOne":1,"bogusTwo":{"x":[]},"bogusOne":2}""", Encoding.UTF8, "application/json"),
        };
        using var answer = await client.SendAsync(request);
        var errors = await ErrorsAsync(answer);
        Assert.Contains("is not a member", errors["bogusOne"], StringComparison.Ordinal);
        Assert.Contains("is given twice", errors["bogusOne"], StringComparison.Ordinal);
        Assert.Contains("is not a member", errors["bogusTwo"], StringComparison.Ordinal);
        Assert.Contains("is not known", errors["bogus"], StringComparison.Ordinal);

        using var wrong = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path) { Content = new StringContent("{}", Encoding.UTF8, "text/plain") });
        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "application/problem+json"), (wrong.StatusCode, wrong.Content.Headers.ContentType?.MediaType));
    }

    /// <summary>curl -d without a content type, by somebody who is not signed in: a body that is no JSON is no credential that is missing, but strangers learn it only where they may come in.</summary>
    [Fact]
    public async Task A_form_where_json_belongs_is_415_to_strangers_at_the_doors_and_401_elsewhere()
    {
        await using var routes = new MappedRoutes();
        using var document = await DescriptionAsync();
        using var stranger = stage.CreateClient(null);
        var seen = new HashSet<HttpStatusCode>();
        foreach (var route in routes.All.Where(route => route.Path.StartsWith("/api/v1/", StringComparison.Ordinal) && route.Method is "POST" or "PUT" or "PATCH"))
        {
            var operation = document.RootElement.GetProperty("paths").TryGetProperty(route.Template, out var path) ? path.GetProperty(route.Method.ToLowerInvariant()) : default;
            if (operation.ValueKind == JsonValueKind.Undefined || !operation.TryGetProperty("requestBody", out var body) || !body.GetProperty("content").TryGetProperty("application/json", out _)) continue;
            using var request = new HttpRequestMessage(new HttpMethod(route.Method), route.Example) { Content = new StringContent("{}", Encoding.UTF8, "application/x-www-form-urlencoded") };
            using var answer = await stranger.SendAsync(request);
            var expected = route.Policy == MappedRoute.Anonymous ? HttpStatusCode.UnsupportedMediaType : HttpStatusCode.Unauthorized;
            Assert.Equal((route.ToString(), expected), (route.ToString(), answer.StatusCode));
            if (seen.Add(expected) && expected == HttpStatusCode.UnsupportedMediaType) Assert.Contains("application/json", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.Equal(2, seen.Count);
    }

    private static async Task<Dictionary<string, string>> ErrorsAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{answer.StatusCode} {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        using var problem = JsonDocument.Parse(text);
        return problem.RootElement.GetProperty("errors").EnumerateObject().ToDictionary(e => e.Name, e => string.Join(", ", e.Value.EnumerateArray().Select(m => m.GetString())));
    }

    private async Task<List<(string Name, bool IsNumber, bool IsList)>> QueryAsync(string method, string template)
    {
        using var document = await DescriptionAsync();
        var operation = document.RootElement.GetProperty("paths").GetProperty(template).GetProperty(method.ToLowerInvariant());
        if (!operation.TryGetProperty("parameters", out var parameters)) return [];
        return [.. parameters.EnumerateArray().Where(p => p.GetProperty("in").GetString() == "query")
            .Select(p => (p.GetProperty("name").GetString()!, Types(p).Overlaps(["integer", "number"]), Types(p).Contains("array")))];

        static HashSet<string> Types(JsonElement parameter) => !parameter.GetProperty("schema").TryGetProperty("type", out var type) ? []
            : type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(t => t.GetString()!)] : [type.GetString()!];
    }

    private async Task<JsonDocument> DescriptionAsync()
    {
        using var answer = await stage.SendAsync("GET", "/openapi/v1.json", false, key: null);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
    }
}
