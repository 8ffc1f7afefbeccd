using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Parley.Api;
using Parley.Shared;

namespace Parley.Tests.Shared;

/// <summary>What /api/v1 answers to requests that it cannot use.</summary>
public sealed class ProblemsTests : IAsyncLifetime
{
    private const int MaxBody = 10_000;

    private WebApplication _app = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = MaxBody);
        builder.Services.AddProblems();
        _app = builder.Build();
        _app.UseProblems();
        _app.UseRouting();
        _app.UseStrictRequests();
        _app.MapPost("/api/v1/things", (Thing thing) => TypedResults.Ok(thing));
        _app.MapPost("/api/v1/declared", ([FromBody] Thing thing) => TypedResults.Ok(thing));
        _app.MapGet("/api/v1/things", IResult (string? cursor, int? limit) =>
            PageQuery.TryRead(cursor, limit, text => int.TryParse(text, out _), out var page, out var problem)
                ? TypedResults.Ok(page.ToPage(Enumerable.Range(1, 120).Where(i => i > int.Parse(page.After ?? "0")).Take(page.Limit + 1).ToList(), i => $"{i}"))
                : problem);
        _app.MapPost("/api/v1/many", ([AsParameters] Wanted wanted, string? plain, [FromHeader(Name = "x-told")] string? told, [FromServices] TimeProvider? time, CancellationToken cancellationToken) =>
            TypedResults.Ok(new { wanted.Name, wanted.Tags, plain, told }));
        _app.MapPut("/api/v1/maybe", (Thing? thing) => TypedResults.Ok(thing?.Name ?? "none"));
        _app.MapPost("/api/v1/uploads", async (HttpRequest request) => TypedResults.Ok(await new StreamReader(request.Body).ReadToEndAsync()));
        _app.MapGet("/api/v1/defect", string () => throw new InvalidCastException("hunter2"));
        await _app.StartAsync();
        var address = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        _client = new HttpClient { BaseAddress = new Uri(address) };
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Theory]
    [InlineData("""{"name":"n","role":"admin"}""", "role", "is not a member")]
    [InlineData("""{"name":"n","inner":{"x":1}}""", "inner.x", "is not a member")]
    [InlineData("""{"name":"n","Name":"n"}""", "Name", "is not a member")]
    [InlineData("""{"name":"n","name":"m"}""", "name", "is given twice")]
    [InlineData("""{}""", "name", "is missing")]
    [InlineData("""{"name":5}""", "name", "wrong type")]
    [InlineData("""{"name":null}""", "name", "wrong type")]
    [InlineData("""{"name":"n","count":"5"}""", "count", "wrong type")]
    [InlineData("""{"name":"n","colour":"mauve"}""", "colour", "wrong type")]
    [InlineData("""{"name":"n","colour":1}""", "colour", "wrong type")]
    [InlineData("""{"name":"n",}""", "body", "line 1")]
    [InlineData("""[]""", "body", "")]
    [InlineData("""null""", "body", "this operation takes a JSON body")]
    [InlineData("", "body", "this operation takes a JSON body")]
    [InlineData(" \n", "body", "this operation takes a JSON body")]
    public async Task A_body_that_cannot_be_used_is_400_and_names_the_member(string body, string field, string message)
    {
        var response = await _client.PostAsync("/api/v1/things", new StringContent(body, Encoding.UTF8, "application/json"));
        var problem = await ProblemAsync(response, HttpStatusCode.BadRequest);
        Assert.Contains(message, problem.GetProperty("errors").GetProperty(field)[0].GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("things", "null")]
    [InlineData("things", "")]
    [InlineData("declared", "null")]
    [InlineData("declared", "")]
    public async Task A_missing_body_is_said_in_words_of_the_API_whatever_way_the_operation_takes_it(string path, string body)
    {
        foreach (var isChunked in new[] { false, true })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/" + path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            request.Headers.TransferEncodingChunked = isChunked;
            var problem = await ProblemAsync(await _client.SendAsync(request), HttpStatusCode.BadRequest);
            Assert.Equal("body is missing: this operation takes a JSON body.", problem.GetProperty("detail").GetString());
        }
    }

    [Fact]
    public async Task A_good_body_is_taken()
    {
        var response = await _client.PostAsJsonAsync("/api/v1/things", new { name = "n", count = 3, colour = "darkRed" });
        Assert.Equal("""{"name":"n","count":3,"colour":"darkRed","inner":null}""", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=201", "limit")]
    [InlineData("limit=many", "limit")]
    [InlineData("cursor=%21", "cursor")]
    public async Task A_page_that_cannot_be_read_names_the_parameter(string query, string field)
    {
        var problem = await ProblemAsync(await _client.GetAsync($"/api/v1/things?{query}"), HttpStatusCode.BadRequest);
        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _));
    }

    [Fact]
    public async Task Pages_follow_each_other_to_the_end()
    {
        List<int> seen = [];
        for (string? next = ""; next is not null;)
        {
            var page = await _client.GetFromJsonAsync<JsonElement>($"/api/v1/things?cursor={next}");
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetInt32()));
            next = page.GetProperty("next").GetString();
        }

        Assert.Equal(Enumerable.Range(1, 120), seen);
    }

    [Fact]
    public async Task Everything_wrong_with_a_request_is_one_problem()
    {
        var response = await _client.PostAsync("/api/v1/things?why=1", new StringContent("""{"count":"5","colour":7,"inner":{"x":1,"y":"2"},"role":"admin"}""", Encoding.UTF8, "application/json"));
        var problem = await ProblemAsync(response, HttpStatusCode.BadRequest);
        Assert.Equal(["colour", "count", "inner.x", "inner.y", "name", "role", "why"], problem.GetProperty("errors").EnumerateObject().Select(e => e.Name).Order(StringComparer.Ordinal));
        Assert.Contains("count has a value of a wrong type: it must be a whole number.", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name=a&tag=1&tag=2&size=3&plain=x", null)]
    [InlineData("NAME=a", null)]
    [InlineData("name=", null)]
    [InlineData("size=", "size")]
    [InlineData("told=x", "told")]
    [InlineData("time=x", "time")]
    [InlineData("cancellationToken=x", "cancellationToken")]
    [InlineData("wanted=x", "wanted")]
    [InlineData("name=a&name=b", "name")]
    [InlineData("size=9x", "size")]
    [InlineData("tag=x", "tag")]
    public async Task A_query_is_what_the_delegate_declares(string query, string? wrong)
    {
        var response = await _client.PostAsync("/api/v1/many?" + query, null);
        if (wrong is null)
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            return;
        }

        var error = Assert.Single((await ProblemAsync(response, HttpStatusCode.BadRequest)).GetProperty("errors").EnumerateObject());
        Assert.Equal(wrong, error.Name);
        if (!new[] { "name", "size", "tag" }.Contains(wrong)) Assert.Equal("is not known; there are name, size, tag, plain", error.Value[0].GetString());
    }

    [Theory]
    [InlineData("", "\"none\"")]
    [InlineData("""{"name":"n"}""", "\"n\"")]
    public async Task An_optional_body_may_be_left_out(string body, string answer)
    {
        using var content = body.Length == 0 ? null : new StringContent(body, Encoding.UTF8, "application/json");
        var response = await _client.PutAsync("/api/v1/maybe", content);
        Assert.Equal(answer, await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData(null)]
    public async Task A_body_of_another_type_is_415(string? type)
    {
        using var content = new ByteArrayContent("{\"name\":\"n\"}"u8.ToArray());
        if (type is not null) content.Headers.TryAddWithoutValidation("content-type", type);
        var problem = await ProblemAsync(await _client.PostAsync("/api/v1/things", content), HttpStatusCode.UnsupportedMediaType);
        Assert.Equal("Send the body as application/json, in UTF-8; curl does with --json instead of -d.", problem.GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("things", false), InlineData("things", true), InlineData("uploads", false), InlineData("uploads", true)]
    public async Task A_body_that_is_too_large_is_told_the_limit_and_its_size(string path, bool isChunked)
    {
        var size = MaxBody + 1;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/" + path) { Content = new StringContent("\"" + new string('x', size - 2) + "\"", Encoding.UTF8, "application/json") };
        request.Headers.TransferEncodingChunked = isChunked;
        var problem = await ProblemAsync(await _client.SendAsync(request), HttpStatusCode.RequestEntityTooLarge);
        Assert.Equal(MaxBody, problem.GetProperty("limitBytes").GetInt32());
        Assert.Contains("10000 bytes", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        if (!isChunked) Assert.Contains("10001 bytes", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_method_names_the_right_ones()
    {
        var response = await _client.DeleteAsync("/api/v1/things");
        var problem = await ProblemAsync(response, HttpStatusCode.MethodNotAllowed);
        Assert.Equal("/api/v1/things does not take DELETE, but GET, POST.", problem.GetProperty("detail").GetString());
        Assert.Equal(["GET", "POST"], response.Content.Headers.Allow.Order());
    }

    [Theory]
    [InlineData("GET", "/api/v1/nothing", HttpStatusCode.NotFound)]
    [InlineData("DELETE", "/api/v1/things", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/api/v1/things?limit=many", HttpStatusCode.BadRequest)]
    public async Task Whatever_else_is_refused_is_a_problem_too(string method, string path, HttpStatusCode status) =>
        await ProblemAsync(await _client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path)), status);

    [Fact]
    public async Task A_defect_tells_nothing()
    {
        var problem = await ProblemAsync(await _client.GetAsync("/api/v1/defect"), HttpStatusCode.InternalServerError);
        Assert.DoesNotContain("hunter2", problem.GetRawText(), StringComparison.Ordinal);
    }

    private static async Task<JsonElement> ProblemAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.NotEmpty(problem.GetProperty("traceId").GetString()!);
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        Assert.StartsWith("https://www.rfc-editor.org/rfc/rfc9110#section-15.", problem.GetProperty("type").GetString(), StringComparison.Ordinal);
        return problem;
    }

    private sealed record Thing(string Name, int Count = 0, Colour? Colour = null, Inner? Inner = null);

    private sealed record Wanted(
        [property: FromQuery(Name = "name")] string? Name, [property: FromQuery(Name = "size")] long? Size, [property: FromQuery(Name = "tag")] int[]? Tags);

    private sealed record Inner(int? Y = null);

    private enum Colour
    {
        Green,
        DarkRed,
    }
}
