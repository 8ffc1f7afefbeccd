using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Parley.Shared;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Api;

/// <summary>Asks the real server for each of its routes without a key and with a key of the other scope.</summary>
[Trait("Pace", "slow")]
public sealed class ScopeTests(ScopeTests.Stage stage) : IClassFixture<ScopeTests.Stage>
{
    public static TheoryData<string, string, bool> Administration => Rows(route => route.Policy is Policies.Admin or Policies.AccountOrAdmin);

    public static TheoryData<string, string, bool> Callers => Rows(route => route.Policy == Policies.GatewayOrAdmin);

    public static TheoryData<string, string, bool> People => Rows(route => route.Policy is Policies.Chat or Policies.Account);

    public static TheoryData<string, string, bool> Wire => Rows(route => route.Path.StartsWith("/v1", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Administration))]
    public async Task The_administration_refuses_strangers_and_keys_of_the_gateway(string method, string path, bool anthropic)
    {
        using var without = await stage.SendAsync(method, path, anthropic, key: null);
        await AssertProblemAsync(HttpStatusCode.Unauthorized, without);
        Assert.Equal("Bearer", Assert.Single(without.Headers.WwwAuthenticate).Scheme);
        using var gateway = await stage.SendAsync(method, path, anthropic, stage.GatewayKey);
        await AssertProblemAsync(HttpStatusCode.Forbidden, gateway);
        using var admin = await stage.SendAsync(method, path, anthropic, stage.AdminKey);
        Assert.NotEqual(HttpStatusCode.Unauthorized, admin.StatusCode);
        Assert.NotEqual(HttpStatusCode.Forbidden, admin.StatusCode);
    }

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task What_callers_ask_about_themselves_takes_either_key_and_refuses_strangers(string method, string path, bool anthropic)
    {
        using var without = await stage.SendAsync(method, path, anthropic, key: null);
        await AssertProblemAsync(HttpStatusCode.Unauthorized, without);
        foreach (var key in new[] { stage.GatewayKey, stage.AdminKey })
        {
            using var answer = await stage.SendAsync(method, path, anthropic, key);
            Assert.NotEqual(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.NotEqual(HttpStatusCode.Forbidden, answer.StatusCode);
        }
    }

    [Theory]
    [MemberData(nameof(People))]
    public async Task What_belongs_to_people_refuses_strangers_and_keys_of_nobody(string method, string path, bool anthropic)
    {
        using var without = await stage.SendAsync(method, path, anthropic, key: null);
        await AssertProblemAsync(HttpStatusCode.Unauthorized, without);
        foreach (var key in new[] { stage.GatewayKey, stage.AdminKey })
        {
            using var answer = await stage.SendAsync(method, path, anthropic, key);
            await AssertProblemAsync(HttpStatusCode.Forbidden, answer);
        }
    }

    [Theory]
    [MemberData(nameof(Wire))]
    public async Task The_wire_refuses_strangers_and_keys_of_the_administration_in_the_callers_format(string method, string path, bool anthropic)
    {
        using var without = await stage.SendAsync(method, path, anthropic, key: null);
        await AssertWireErrorAsync(HttpStatusCode.Unauthorized, without, anthropic);
        using var admin = await stage.SendAsync(method, path, anthropic, stage.AdminKey);
        await AssertWireErrorAsync(HttpStatusCode.Forbidden, admin, anthropic);
        using var gateway = await stage.SendAsync(method, path, anthropic, stage.GatewayKey);
        Assert.NotEqual(HttpStatusCode.Unauthorized, gateway.StatusCode);
        Assert.NotEqual(HttpStatusCode.Forbidden, gateway.StatusCode);
    }

    [Fact]
    public async Task Metrics_need_an_admin_key()
    {
        using var without = await stage.SendAsync("GET", "/metrics", false, key: null);
        using var gateway = await stage.SendAsync("GET", "/metrics", false, stage.GatewayKey);
        using var admin = await stage.SendAsync("GET", "/metrics", false, stage.AdminKey);
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.OK), (without.StatusCode, gateway.StatusCode, admin.StatusCode));
    }

    private static TheoryData<string, string, bool> Rows(Func<MappedRoute, bool> counts)
    {
        var routes = new MappedRoutes();
        var rows = new TheoryData<string, string, bool>();
        // HEAD is its GET without a body, which is what these tests read. PUT is no method of the wire: what takes any method takes it.
        foreach (var route in routes.All.Where(route => (route.Path.StartsWith("/api/", StringComparison.Ordinal) || route.Path.StartsWith("/v1", StringComparison.Ordinal)) && counts(route) && route.Method != "HEAD"))
        {
            var method = route.Method == "ANY" ? "PUT" : route.Method;
            var shared = route.Path.StartsWith("/v1/models", StringComparison.Ordinal);
            rows.Add(method, route.Example, route.Path.StartsWith("/v1/messages", StringComparison.Ordinal));
            if (shared) rows.Add(method, route.Example, true);
        }

        routes.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return rows;
    }

    private static async Task AssertProblemAsync(HttpStatusCode status, HttpResponseMessage answer)
    {
        Assert.Equal((status, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal((int)status, body.RootElement.GetProperty("status").GetInt32());
        Assert.NotEqual("", body.RootElement.GetProperty("detail").GetString());
        Assert.True(body.RootElement.TryGetProperty("traceId", out _));
        Assert.StartsWith("https://www.rfc-editor.org/rfc/rfc9110#section-15.5.", body.RootElement.GetProperty("type").GetString(), StringComparison.Ordinal);
    }

    private static async Task AssertWireErrorAsync(HttpStatusCode status, HttpResponseMessage answer, bool anthropic)
    {
        Assert.Equal((status, "application/json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        var error = body.RootElement.GetProperty("error");
        Assert.NotEqual("", error.GetProperty("message").GetString());
        if (anthropic)
        {
            Assert.Equal("error", body.RootElement.GetProperty("type").GetString());
            Assert.Equal(status == HttpStatusCode.Unauthorized ? "authentication_error" : "permission_error", error.GetProperty("type").GetString());
        }
        else
        {
            Assert.True(error.TryGetProperty("code", out _) && error.TryGetProperty("param", out _) && error.TryGetProperty("type", out _));
        }
    }

    public sealed class Stage : IAsyncLifetime
    {
        private const string Password = "Correct-horse-7";

        private readonly ParleyServer _server = new();
        private Dictionary<string, string?>? _policies;
        private string? _personToken;

        internal string GatewayKey { get; private set; } = "";

        internal string AdminKey { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            GatewayKey = await _server.CreateKeyAsync("gateway");
            AdminKey = await _server.CreateKeyAsync("admin", "admin");
            await _server.StartAsync();
        }

        public ValueTask DisposeAsync() => _server.DisposeAsync();

        /// <summary>The key, or the token of a person, with which an operation is not refused. Stranger's doors take either.</summary>
        internal async Task<string> KeyForAsync(string method, string template)
        {
            _policies ??= await ReadPoliciesAsync();
            return _policies.GetValueOrDefault($"{method} {template}") is Policies.Chat or Policies.Account ? await PersonTokenAsync() : AdminKey;
        }

        /// <summary>The one administrator, signed in.</summary>
        internal async Task<string> PersonTokenAsync()
        {
            if (_personToken is not null) return _personToken;
            await CreateUserAsync("person@example.org", "admin");
            using var client = _server.CreateClient();
            using var answer = await client.PostAsync("/api/v1/auth/login", new StringContent($$"""{"email":"person@example.org","password":"{{Password}}"}""", Encoding.UTF8, "application/json"));
            using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            return _personToken = body.RootElement.GetProperty("accessToken").GetString()!;
        }

        /// <summary>Makes an account; gives its id.</summary>
        internal async Task<string> CreateUserAsync(string email, string role = "member") =>
            (await _server.RunAsync(["users", "create", "--email", email, "--role", role, "--password-stdin"], input: Password)).Expect();

        private static async Task<Dictionary<string, string?>> ReadPoliciesAsync()
        {
            await using var routes = new MappedRoutes();
            return routes.All.DistinctBy(route => $"{route.Method} {route.Template}").ToDictionary(route => $"{route.Method} {route.Template}", route => route.Policy);
        }

        internal HttpClient CreateClient(string? key) => _server.CreateClient(key);

        internal async Task<HttpResponseMessage> SendAsync(string method, string path, bool anthropic, string? key)
        {
            using var client = _server.CreateClient(key);
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            if (anthropic) request.Headers.Add("anthropic-version", "2023-06-01");
            if (method is "POST" or "PUT" or "PATCH") request.Content = new StringContent("{}", Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
            return await client.SendAsync(request);
        }
    }
}
