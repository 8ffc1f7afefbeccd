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
        Assert.Equal(expected.Split(' '), Listening.Addresses(builder.Configuration).Select(address => address.Url));
    }

    [Theory]
    [InlineData("localhost:5080")]
    [InlineData("ftp://localhost:5080")]
    [InlineData("nonsense")]
    public void What_is_no_address_is_named(string url) =>
        Assert.Contains(url, Refused(ListenAddress.OfUrls(url)), StringComparison.Ordinal);

    [Theory]
    [InlineData("http://192.0.2.1:5080", "This machine does not have the address of http://192.0.2.1:5080")]
    [InlineData("http://locahost:5080", "names a host, and Parley listens on addresses")]
    [InlineData("http://locahost:0", "names a host, and Parley listens on addresses")]
    [InlineData("http://localhost:0", "write http://127.0.0.1:0.")]
    [InlineData("http://127.0.0.1:5080/parley", "leave /parley out.")]
    public void An_address_that_the_web_server_would_refuse_in_its_own_words_or_take_for_all_is_told(string url, string told)
    {
        var refusal = Refused(ListenAddress.OfUrls(url));
        Assert.Contains(told, refusal, StringComparison.Ordinal);
        Assert.Contains("Nothing was started", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_busy_port_is_told_with_the_setting_that_names_it()
    {
        using var taken = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}";
        Assert.EndsWith("choose another port with --urls http://localhost:PORT.", Refused(ListenAddress.OfUrls(url)), StringComparison.Ordinal);
        Assert.EndsWith("choose another port with Parley:Monitoring:MetricsPort.", Refused(ListenAddress.OfMetrics(url)), StringComparison.Ordinal);
        Assert.EndsWith("choose another port with Kestrel:Endpoints:Http:Url.", Refused(ListenAddress.OfEndpoint(url, "Kestrel:Endpoints:Http:Url")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:{0}", "http://127.0.0.1:{0}"), InlineData("http://*:{0}", "http://127.0.0.1:{0}"), InlineData("http://localhost:{0}", "http://[::]:{0}")]
    public void Two_addresses_of_ours_that_meet_are_no_other_program(string first, string second)
    {
        var port = FreePort.Next();
        var refusal = Refused(ListenAddress.OfUrls(Of(first)), ListenAddress.OfUrls(Of(second)));
        Assert.Contains("is taken by", refusal, StringComparison.Ordinal);
        Assert.EndsWith("choose another port with --urls http://localhost:PORT.", refusal, StringComparison.Ordinal);

        string Of(string form) => string.Format(System.Globalization.CultureInfo.InvariantCulture, form, port);
    }

    [Theory, InlineData("metrics-host"), InlineData("[127.0.0.1]"), InlineData("example.com"), InlineData("127.0.0.1 ")]
    public void A_name_as_the_metrics_host_opens_no_port_without_keys_on_every_address(string host)
    {
        var builder = WebApplication.CreateSlimBuilder([$"--Parley:Monitoring:MetricsHost={host}", MetricsPort]);
        Listening.Apply(builder);
        var refusal = Assert.Throws<UserError>(() => PortCheck.Verify(Listening.Addresses(builder.Configuration).Where(address => address.IsMetrics))).Message;
        Assert.Contains("names a host, and Parley listens on addresses", refusal, StringComparison.Ordinal);
        Assert.EndsWith("with Parley:Monitoring:MetricsHost.", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void The_port_of_the_metrics_is_theirs_on_every_address()
    {
        var port = FreePort.Next();
        var refusal = Refused(ListenAddress.OfUrls($"http://[::1]:{port}"), ListenAddress.OfMetrics($"http://127.0.0.1:{port}"));
        Assert.Contains("must be theirs alone", refusal, StringComparison.Ordinal);
        Assert.EndsWith("choose another port with Parley:Monitoring:MetricsPort.", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void The_metrics_address_that_people_gave_themselves_is_still_theirs()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls=http://localhost:5002", MetricsPort]);
        Listening.Apply(builder);
        Assert.Equal(["--urls", "Parley:Monitoring"], Listening.Addresses(builder.Configuration).Select(address => address.Setting));
    }

    [Fact]
    public void An_endpoint_without_an_address_is_named()
    {
        var builder = WebApplication.CreateSlimBuilder(["--Kestrel:Endpoints:Https:Certificate:Path=cert.pem"]);
        Assert.Contains("Kestrel:Endpoints:Https:Url is missing", Assert.Throws<UserError>(() => Listening.Addresses(builder.Configuration)).Message, StringComparison.Ordinal);
    }

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

    private static string Refused(params ListenAddress[] addresses) => Assert.Throws<UserError>(() => PortCheck.Verify(addresses)).Message;
}
