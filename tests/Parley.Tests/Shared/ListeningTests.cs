using System.Net;
using Microsoft.AspNetCore.Builder;
using Parley.Shared;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Shared;

public sealed class ListeningTests
{
    private const string Endpoint = "--Kestrel:Endpoints:Https:Url=http://localhost:5001", MetricsPort = "--Parley:Monitoring:MetricsPort=5002";

    [Theory]
    [InlineData("http://localhost:5080")]
    [InlineData("http://localhost:5080 http://localhost:5002", MetricsPort)]
    [InlineData("http://a:1 http://b:2 http://localhost:5002", "--urls=http://a:1;http://b:2", MetricsPort)]
    [InlineData("http://localhost:5001", Endpoint, "--urls=http://a:1")]
    [InlineData("http://localhost:5001 http://localhost:5002", Endpoint, MetricsPort)]
    public void Addresses_are_those_of_the_configuration_and_the_metrics_own(string expected, params string[] arguments)
    {
        var builder = WebApplication.CreateSlimBuilder(arguments);
        Listening.Apply(builder);
        Assert.Equal(expected.Split(' '), Listening.Addresses(builder.Configuration));
    }

    [Theory]
    [InlineData("localhost:5080")]
    [InlineData("ftp://localhost:5080")]
    [InlineData("nonsense")]
    public void What_is_no_address_is_named(string url) =>
        Assert.Contains(url, Assert.Throws<UserError>(() => PortCheck.Verify([url])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("many")]
    [InlineData("70000")]
    public void A_port_that_is_none_is_named_and_not_repeated(string port)
    {
        var mistake = Assert.Throws<UserError>(() => Server.Build([$"--Parley:Monitoring:MetricsPort={port}"]));
        Assert.Contains("Parley:Monitoring:MetricsPort", mistake.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", mistake.Message, StringComparison.Ordinal);
    }

    [Fact, Trait("Pace", "slow")]
    public async Task With_endpoints_of_the_configuration_the_metrics_port_answers_too()
    {
        var environment = new Dictionary<string, string>();
        await using var server = new ParleyServer(new ParleyServerOptions { Environment = environment });
        var metrics = FreePort.Next();
        environment["Kestrel__Endpoints__Http__Url"] = server.BaseAddress.ToString();
        environment["Parley__Monitoring__MetricsPort"] = $"{metrics}";
        await server.StartAsync();
        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri($"http://localhost:{metrics}/metrics"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        foreach (var (path, status) in new[] { ("/health/live", HttpStatusCode.OK), ("/", HttpStatusCode.NotFound), ("/v1/models", HttpStatusCode.NotFound), ("/api/v1/providers", HttpStatusCode.NotFound), ("/metrics/x", HttpStatusCode.NotFound) })
        {
            using var other = await client.GetAsync(new Uri($"http://localhost:{metrics}{path}"));
            Assert.Equal((path, status), (path, other.StatusCode));
        }
    }
}
