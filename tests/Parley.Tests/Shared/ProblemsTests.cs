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
using Parley.Shared;

namespace Parley.Tests.Shared;

/// <summary>What /api/v1 answers to requests that it cannot use.</summary>
public sealed class ProblemsTests : IAsyncLifetime
{
    private WebApplication _app = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddProblems();
        _app = builder.Build();
        _app.UseProblems();
        _app.UseRouting();
        _app.MapPost("/api/v1/things", (Thing thing) => TypedResults.Ok(thing));
        _app.MapPost("/api/v1/declared", ([FromBody] Thing thing) => TypedResults.Ok(thing));
        _app.MapGet("/api/v1/things", IResult (string? cursor, int? limit) =>
            PageQuery.TryRead(cursor, limit, text => int.TryParse(text, out _), out var page, out var problem)
                ? TypedResults.Ok(page.ToPage(Enumerable.Range(1, 120).Where(i => i > int.Parse(page.After ?? "0")).Take(page.Limit + 1).ToList(), i => $"{i}"))
                : problem);
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
        return problem;
    }

    private sealed record Thing(string Name, int Count = 0, Colour? Colour = null, Inner? Inner = null);

    private sealed record Inner(int? Y = null);

    private enum Colour
    {
        Green,
        DarkRed,
    }
}
