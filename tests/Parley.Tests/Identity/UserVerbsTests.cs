using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Parley.Data;
using Parley.Identity;
using Parley.Identity.Accounts;
using Parley.Identity.Recovery;
using Parley.Shared;
using Parley.Tests.Infrastructure;
using Parley.Tests.Providers;

namespace Parley.Tests.Identity;

/// <summary>The verb <c>users</c> beside a running server, on both kinds of database.</summary>
public sealed class UserVerbsTests
{
    public static TheoryData<bool> BothKinds => TestDatabase.BothKinds;

    [Theory, MemberData(nameof(BothKinds))]
    public async Task An_account_is_made_changed_closed_and_deleted_and_the_server_knows(bool postgres)
    {
        await using var host = await IdentityHost.StartAsync(postgres);
        using var anybody = host.Client();
        var made = await RunAsync(host, Person.Password, "create", "--email", "root@example.org", "--display-name", "Root", "--role", "admin", "--password-stdin");
        Assert.True(made.Code == 0, made.Error);
        Assert.True(Guid.TryParse(made.Output.Trim(), out _));
        var root = await Person.SignInAsync(anybody, "root@example.org");
        Assert.Equal(200, await host.StatusAsync("/api/v1/users", root.AccessToken));
        // It was the first one: no setup token opens anything any more.
        Assert.Null(await host.Service<Parley.Identity.FirstAccount.SetupTokens>().FindAsync(CancellationToken.None));

        Assert.Equal(0, (await RunAsync(host, Person.Password + "\n", "create", "--email", "ada@example.org", "--password-stdin")).Code);
        var ada = await Person.SignInAsync(anybody, "ada@example.org");
        Assert.Equal(403, await host.StatusAsync("/api/v1/users", ada.AccessToken));
        Assert.Equal(0, (await RunAsync(host, "", "set-role", "ADA@example.org", "admin")).Code);
        await Eventually.TrueAsync(async () => await host.StatusAsync("/api/v1/users", ada.AccessToken) == 401);
        ada = (await TokenTests.RefreshAsync(host, ada.RefreshToken))!;
        Assert.Equal(200, await host.StatusAsync("/api/v1/users", ada.AccessToken));
        var list = (await RunAsync(host, "", "list")).Output;
        Assert.Contains("ada@example.org", list, StringComparison.Ordinal);

        Assert.Equal(0, (await RunAsync(host, "", "disable", ada.Id.ToString())).Code);
        await Eventually.TrueAsync(async () => await host.StatusAsync("/v1/who", ada.AccessToken) == 401);
        Assert.Equal(0, (await RunAsync(host, "", "enable", ada.Id.ToString())).Code);
        var link = (await RunAsync(host, "", "reset-link", "ada@example.org")).Output.Trim();
        Assert.StartsWith("/reset?token=", link, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, (await anybody.PostAsJsonAsync("/api/v1/auth/reset", new { token = link.Split('=')[1], newPassword = "Another-horse-8" })).StatusCode);
        ada = await Person.SignInAsync(anybody, "ada@example.org", "Another-horse-8");
        Assert.Equal(0, (await RunAsync(host, "", "delete", "ada@example.org")).Code);
        await Eventually.TrueAsync(async () => await host.StatusAsync("/v1/who", ada.AccessToken) == 401);
        foreach (var verb in new[] { (string[])["set-role", "root@example.org", "member"], ["disable", "root@example.org"], ["delete", "root@example.org"] })
        {
            var refused = await RunAsync(host, "", verb);
            Assert.Equal(2, refused.Code);
            Assert.Contains("last administrator", refused.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Who_never_came_in_gets_an_invitation_for_a_week()
    {
        await using var host = await IdentityHost.StartAsync();
        var ada = (await host.Service<AccountStore>().CreateAsync(new NewAccount("ada@example.org", "Ada", AccountRole.Member, PasswordHash: null), mayMake: null, CancellationToken.None))!;
        var invited = await RunAsync(host, "", "reset-link", "ada@example.org");
        Assert.Contains("This invites ada@example.org", invited.Error, StringComparison.Ordinal);
        Assert.Contains($"{DateTimeOffset.UtcNow.AddDays(7):yyyy-MM-dd}", invited.Error, StringComparison.Ordinal);
        Assert.True(host.Service<ResetLinks>().IsInvitation(invited.Output.Trim().Split('=')[1]));
        Assert.Equal(ada.Id, (await host.Service<ResetLinks>().FindAsync(invited.Output.Trim().Split('=')[1], CancellationToken.None))?.Id);
    }

    [Fact]
    public void The_command_line_deletes_all_that_is_kept_for_a_person()
    {
        var configuration = new Microsoft.Extensions.Configuration.ConfigurationManager();
        ServiceCollection server = new(), verbs = new();
        Modules.AddForServer(server, configuration);
        Modules.AddForVerbs(verbs, configuration);
        static IEnumerable<Type?> Parts(ServiceCollection services) => services.Where(service => service.ServiceType == typeof(IAccountPart)).Select(service => service.ImplementationType);
        Assert.NotEmpty(Parts(verbs));
        Assert.Equal(Parts(server).Select(type => type?.Name).Order(), Parts(verbs).Select(type => type?.Name).Order());
    }

    [Theory]
    [InlineData("--email", "create", "--email", "nonsense", "--password-stdin")]
    [InlineData("password", "create", "--email", "ada@example.org", "--password-stdin")]
    [InlineData("standard input", "create", "--email", "ada@example.org")]
    [InlineData("no account", "delete", "nobody@example.org")]
    [InlineData("no role", "create", "--email", "ada@example.org", "--role", "king", "--password-stdin")]
    public async Task What_is_wrong_is_told_in_one_line(string says, params string[] verb)
    {
        await using var host = await IdentityHost.StartAsync();
        var (code, output, error) = await RunAsync(host, says == "no role" ? Person.Password : "short", verb);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(says, error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(IdentityHost running, string input, params string[] args)
    {
        using StringWriter output = new(), error = new();
        using var reader = new StringReader(input);
        var host = new VerbHost(
            (services, configuration) => services.AddData(configuration).AddKeys(),
            (services, _, cancellationToken) => services.GetRequiredService<DatabaseStart>().PrepareAsync(asServer: false, cancellationToken))
        { Output = output, Error = error, Input = reader };
        var options = running.Database;
        string[] database = options.IsPostgres ? ["--database", options.Database] : [];
        var code = await CommandLine.RunAsync(
            ["users", .. args, "--data", options.DataFolder, .. database], _ => throw new InvalidOperationException("serve"), host, IdentitySetup.UsersVerb);
        return (code, output.ToString(), error.ToString());
    }
}
