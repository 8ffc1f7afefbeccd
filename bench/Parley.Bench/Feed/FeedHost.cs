using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Parley.Api;
using Parley.Data;
using Parley.Gateway.Ports;
using Parley.Identity;
using Parley.Shared;

namespace Parley.Bench.Feed;

/// <summary>The server with all its modules, in a process of its own, that believes who a client says it is: two thousand people would take minutes of password hashing.</summary>
internal static class FeedHost
{
    public const string PersonHeader = "bench-person", ScopesHeader = "bench-scopes";

    public static async Task<int> RunAsync(string address, string folder)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Parley:DataFolder"] = folder, ["Parley:DetectLocal"] = "false", ["Logging:LogLevel:Default"] = "Warning", ["Logging:LogLevel:Microsoft.EntityFrameworkCore"] = "Critical",
        });
        builder.WebHost.UseUrls(address);
        builder.WebHost.ConfigureKestrel(Limits.Apply);
        builder.Services.AddSingleton<Microsoft.AspNetCore.Connections.IMemoryPoolFactory<byte>, ConnectionMemory>();
        Modules.AddForServer(builder.Services, builder.Configuration);
        builder.Services.AddAuthentication(options =>
        {
            options.AddScheme<Believing>(Believing.Name, null);
            (options.DefaultScheme, options.DefaultAuthenticateScheme, options.DefaultChallengeScheme) = (Believing.Name, Believing.Name, Believing.Name);
        });
        var app = builder.Build();
        app.UseProblems();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseWebSockets();
        app.UseStrictRequests();
        Modules.Map(app);
        await app.Services.GetRequiredService<DatabaseStart>().PrepareAsync(asServer: false, CancellationToken.None);
        await app.StartAsync();
        // As the server does: what only the start needed goes back to the system.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
        await app.WaitForShutdownAsync();
        return 0;
    }

    private sealed class Believing(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        public const string Name = "bench";

        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            if (Request.Headers[ScopesHeader] is not [{ } scopes]) return Task.FromResult(AuthenticateResult.NoResult());
            string? person = Request.Headers[PersonHeader];
            var caller = new Caller(null, string.IsNullOrEmpty(person) ? null : person, "bench", scopes.Split(' ').ToHashSet());
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new CallerIdentity(caller, new Credential(CredentialKind.Token))), Name)));
        }
    }
}
