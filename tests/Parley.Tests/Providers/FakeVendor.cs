using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Parley.Tests.Providers;

/// <summary>A web server on loopback that answers as a test says, and remembers what it was asked.</summary>
internal sealed class FakeVendor : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeVendor(WebApplication app, Uri address) => (_app, Address) = (app, address);

    public Uri Address { get; }

    public ConcurrentQueue<(string Path, IHeaderDictionary Headers)> Asked { get; } = new();

    public static async Task<FakeVendor> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        FakeVendor? vendor = null;
        app.Run(context =>
        {
            vendor!.Asked.Enqueue((context.Request.Path + context.Request.QueryString.Value, new HeaderDictionary(context.Request.Headers.ToDictionary())));
            return answer(context);
        });
        await app.StartAsync();
        vendor = new FakeVendor(app, new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()));
        return vendor;
    }

    public static Task<FakeVendor> StartAsync(string body) => StartAsync(context => context.Response.WriteAsync(body));

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
