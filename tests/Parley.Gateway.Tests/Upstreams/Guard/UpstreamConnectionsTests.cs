using System.Net;
using System.Net.Sockets;
using System.Text;
using Parley.Gateway.Routing;
using Parley.Gateway.Upstreams.Guard;

namespace Parley.Gateway.Tests.Upstreams.Guard;

public sealed class UpstreamConnectionsTests : IDisposable
{
    private readonly UpstreamConnections _connections = new(TimeProvider.System);
    private readonly OneAnswerServer _server = new();

    public void Dispose()
    {
        _connections.Dispose();
        _server.Dispose();
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("2130706433")] // 127.0.0.1 as one number
    [InlineData("0x7f.1")]
    public async Task A_host_that_leads_to_loopback_is_refused_when_connecting(string host)
    {
        var problem = await Assert.ThrowsAnyAsync<HttpRequestException>(() => GetAsync(Config(host, _server.Port)));
        Assert.True(AddressRefusedException.IsIn(problem));
        Assert.Equal(0, _server.Accepted);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    public async Task It_is_reached_when_the_provider_may_use_private_addresses(string host)
    {
        using var response = await GetAsync(Config(host, _server.Port) with { AllowPrivateNetwork = true });
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task The_permission_holds_for_the_base_addresss_host_and_port_only()
    {
        var config = Config("127.0.0.1", 9) with { AllowPrivateNetwork = true };
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{_server.Port}/");
        var problem = await Assert.ThrowsAnyAsync<HttpRequestException>(() => _connections.For(config).SendAsync(request, default));
        Assert.True(AddressRefusedException.IsIn(problem));
        Assert.Equal(0, _server.Accepted);
    }

    [Fact]
    public async Task A_name_is_resolved_once_and_what_was_judged_is_what_is_connected_to()
    {
        var asked = 0;
        ResolveHost resolve = (_, _) =>
        {
            asked++;
            return Task.FromResult<IPAddress[]>([IPAddress.Loopback, IPAddress.IPv6Loopback]);
        };
        using var connections = new UpstreamConnections(TimeProvider.System, resolve);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://rebinding.example:{_server.Port}/");
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => connections.For(Config("rebinding.example", _server.Port)).SendAsync(request, default));
        Assert.Equal(1, asked);
        Assert.Equal(0, _server.Accepted);
    }

    [Fact]
    public async Task The_next_address_is_tried_when_one_does_not_answer()
    {
        // Nothing listens at 127.0.0.2 on this port: the server is bound to 127.0.0.1.
        ResolveHost resolve = (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("127.0.0.2"), IPAddress.Loopback]);
        using var connections = new UpstreamConnections(TimeProvider.System, resolve);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://two.example:{_server.Port}/");
        using var response = await connections.For(Config("two.example", _server.Port) with { AllowPrivateNetwork = true }).SendAsync(request, default);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_name_without_an_address_is_a_resolution_error()
    {
        using var connections = new UpstreamConnections(TimeProvider.System, (_, _) => throw new SocketException((int)SocketError.HostNotFound));
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://nowhere.example/");
        var problem = await Assert.ThrowsAsync<HttpRequestException>(() => connections.For(Config("nowhere.example", 80)).SendAsync(request, default));
        Assert.Equal(HttpRequestError.NameResolutionError, Assert.IsType<HttpRequestException>(problem.InnerException).HttpRequestError);
    }

    [Fact]
    public async Task Redirects_are_not_followed()
    {
        _server.Answer = "HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n";
        using var response = await GetAsync(Config("127.0.0.1", _server.Port) with { AllowPrivateNetwork = true });
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
    }

    [Fact]
    public void Providers_share_a_pool_only_when_they_have_the_same_endpoint_and_permission()
    {
        var one = Config("api.example", 443);
        Assert.Same(_connections.For(one), _connections.For(one with { Name = "other", BaseUrl = new Uri("http://API.example:443/v2") }));
        Assert.NotSame(_connections.For(one), _connections.For(one with { AllowPrivateNetwork = true }));
        Assert.NotSame(_connections.For(one), _connections.For(one with { ConnectTimeout = TimeSpan.FromSeconds(1) }));
    }

    private async Task<HttpResponseMessage> GetAsync(UpstreamConfig config)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, config.BaseUrl);
        return await _connections.For(config).SendAsync(request, default);
    }

    private static UpstreamConfig Config(string host, int port) =>
        new() { Name = "test", Kind = "chat", BaseUrl = new Uri($"http://{host}:{port}/v1") };

    /// <summary>A web server on loopback that gives every connection the same bytes.</summary>
    private sealed class OneAnswerServer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public OneAnswerServer()
        {
            _listener.Start();
            _ = ServeAsync();
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public int Accepted { get; private set; }

        public string Answer { get; set; } = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

        public void Dispose() => _listener.Dispose();

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    using var client = await _listener.AcceptTcpClientAsync();
                    Accepted++;
                    var buffer = new byte[4096];
                    await client.GetStream().ReadAtLeastAsync(buffer, 1);
                    await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(Answer));
                }
            }
            catch (Exception problem) when (problem is SocketException or ObjectDisposedException)
            {
                // Stopped.
            }
        }
    }
}
