using System.Net;
using System.Text;
using System.Text.Json;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Api;

/// <summary>Whatever changes or removes something under /api/v1 takes the ETag that was read, and refuses another one.</summary>
[Trait("Pace", "slow")]
public sealed class IfMatchTests(ScopeTests.Stage stage) : IClassFixture<ScopeTests.Stage>
{
    private const string Provider = "/api/v1/providers/{name}", Key = "/api/v1/keys/{id}", Model = "/api/v1/models/{id}", Routes = "/api/v1/models/routes",
        User = "/api/v1/users/{id}", Me = "/api/v1/auth/me", Preferences = "/api/v1/auth/preferences";

    private const string NoVersion = "\"999999999999999999\"";

    /// <summary>A change that makes a difference, and what is read and made for it.</summary>
    private static readonly Dictionary<string, (string Reads, string? Body)> Changes = new()
    {
        ["PATCH " + Provider] = (Provider, """{"limits":{"concurrency":10}}"""),
        ["DELETE " + Provider] = (Provider, null),
        [$"PUT {Provider}/credentials"] = (Provider, """{"apiKeys":["another-secret"]}"""),
        [$"POST {Provider}/enable"] = (Provider, null),
        [$"POST {Provider}/disable"] = (Provider, null),
        ["PATCH " + Key] = (Key, """{"name":"other"}"""),
        ["DELETE " + Key] = (Key, null),
        ["PATCH " + Model] = (Model, """{"contextWindow":1234}"""),
        ["PATCH " + User] = (User, """{"disabled":true}"""),
        ["DELETE " + User] = (User, null),
        ["PATCH " + Me] = (Me, """{"displayName":"Somebody else"}"""),
        ["PUT " + Preferences] = (Preferences, """{"theme":"dark"}"""),
        ["PUT " + Routes] = (Routes, """{"routes":[{"name":"if-match","candidates":[{"model":"demo"}]}]}"""),
    };

    /// <summary>Operations that change nothing which has a version. Each needs a reason.</summary>
    private static readonly string[] WithoutVersion =
    [
        // Whoever deletes themselves means whatever they are by then; a picture is replaced as a whole.
        "DELETE /api/v1/auth/me", "PUT /api/v1/auth/me/avatar", "DELETE /api/v1/auth/me/avatar",
        // These never change: they are there or not.
        "DELETE /api/v1/auth/sessions/{id}", "DELETE /api/v1/auth/passkeys/{id}", "DELETE /api/v1/auth/totp", "DELETE /api/v1/invitations/{id}",
        // A draft is saved at each pause in typing; a link is there or not; the history is everything; who answers from now on is a choice among personas, none of their changes.
        "PUT /api/v1/conversations/{id}/draft", "DELETE /api/v1/conversations/{id}/share", "DELETE /api/v1/chat/history",
        "PUT /api/v1/personas/current",
        // A file never changes.
        "DELETE /api/v1/files/{id}",
    ];

    /// <summary>What belongs to people: ConversationEndpointsTests, PersonaEndpointsTests and MemoryEndpointsTests ask the same of it.</summary>
    private static readonly string[] AskedElsewhere =
    [
        "PATCH /api/v1/conversations/{id}", "DELETE /api/v1/conversations/{id}", "PUT /api/v1/personas/{id}", "DELETE /api/v1/personas/{id}",
        "PATCH /api/v1/personas/{id}/memories/{mid}", "DELETE /api/v1/personas/{id}/memories/{mid}",
    ];

    public static TheoryData<string> Operations => new(Changes.Keys);

    [Fact]
    public async Task Every_operation_that_changes_or_removes_something_is_here()
    {
        await using var routes = new MappedRoutes();
        var mapped = routes.All.Where(r => r.Path.StartsWith("/api/v1/", StringComparison.Ordinal) && r.Method is "PATCH" or "PUT" or "DELETE").Select(r => $"{r.Method} {r.Template}");
        Assert.Equal(mapped.Order(StringComparer.Ordinal), Changes.Keys.Where(c => !c.StartsWith("POST", StringComparison.Ordinal)).Concat(WithoutVersion).Concat(AskedElsewhere).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Its_description_says_so(string operation)
    {
        using var answer = await stage.SendAsync("GET", "/openapi/v1.json", false, key: null);
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        var (method, template) = (operation.Split(' ')[0], operation.Split(' ')[1]);
        var described = document.RootElement.GetProperty("paths").GetProperty(template).GetProperty(method.ToLowerInvariant());
        Assert.True(described.GetProperty("responses").TryGetProperty("412", out _));
        Assert.Contains(described.GetProperty("parameters").EnumerateArray(), p => (p.GetProperty("in").GetString(), p.GetProperty("name").GetString()) == ("header", "If-Match"));
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task A_version_that_is_not_the_current_one_changes_nothing_and_the_current_one_does(string operation)
    {
        var (reads, body) = Changes[operation];
        var name = await MakeAsync(reads);
        var (method, path, read) = (operation.Split(' ')[0], Fill(operation.Split(' ')[1], name), Fill(reads, name));
        if (operation.EndsWith("/enable", StringComparison.Ordinal)) Assert.True((await SendAsync("POST", Fill(Provider, name) + "/disable", null, null)).Status is HttpStatusCode.OK);
        var (status, before, tag) = await SendAsync("GET", read, null, null);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.NotNull(tag);

        var (refused, problem, current) = await SendAsync(method, path, body, NoVersion);
        Assert.Equal((HttpStatusCode.PreconditionFailed, tag), (refused, current));
        Assert.Equal(tag, $"\"{problem.GetProperty("currentVersion").GetInt64()}\"");
        Assert.Equal(412, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("type").GetString()!);
        Assert.NotEmpty(problem.GetProperty("traceId").GetString()!);

        var (unreadable, invalid, _) = await SendAsync(method, path, body, "version 1");
        Assert.Equal(HttpStatusCode.BadRequest, unreadable);
        Assert.True(invalid.GetProperty("errors").TryGetProperty("If-Match", out _));

        var (_, after, same) = await SendAsync("GET", read, null, null);
        Assert.Equal((tag, before.GetRawText()), (same, after.GetRawText()));

        // Several tags, of which one is right; and a weak one, as proxies that compress make them.
        var (done, _, next) = await SendAsync(method, path, body, $"{NoVersion}, W/{tag}");
        Assert.True((int)done is 200 or 204, $"{operation}: {done}");
        if (method == "DELETE") return;
        Assert.NotEqual(tag, next);
        Assert.Equal(next, (await SendAsync("GET", read, null, null)).Tag);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await SendAsync(method, path, body, tag)).Status);
    }

    private static string Fill(string template, string name) => template.Replace("{name}", name, StringComparison.Ordinal).Replace("{id}", name, StringComparison.Ordinal);

    /// <summary>Makes something to change; its name or id.</summary>
    private async Task<string> MakeAsync(string reads)
    {
        if (reads is Routes or Me or Preferences) return "";
        if (reads == User) return await stage.CreateUserAsync($"{Guid.NewGuid():n}@example.org");
        if (reads == Key) return (await PostAsync("/api/v1/keys", """{"name":"changed","scopes":["gateway"]}""")).GetProperty("id").GetString()!;
        var name = $"p{Guid.NewGuid():n}";
        await PostAsync("/api/v1/providers", $$$"""
            {"name":"{{{name}}}","kind":"chat","baseUrl":"http://127.0.0.1:9/v1","allowPrivateNetwork":true,"models":[{"id":"{{{name}}}"}],"resilience":{"probe":false} }
            """);
        return name;
    }

    private async Task<JsonElement> PostAsync(string path, string body)
    {
        var (status, made, tag) = await SendAsync("POST", path, body, null);
        Assert.True(status == HttpStatusCode.Created, $"{status} {made}");
        Assert.NotNull(tag);
        return made;
    }

    private async Task<(HttpStatusCode Status, JsonElement Body, string? Tag)> SendAsync(string method, string path, string? body, string? ifMatch)
    {
        using var client = stage.CreateClient(path is Me or Preferences ? await stage.PersonTokenAsync() : stage.AdminKey);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.Length == 0 ? default : JsonElement.Parse(text), answer.Headers.ETag?.ToString());
    }
}
