using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.Hosting;
using Parley.Identity.Accounts;
using Parley.Identity.Mail;

namespace Parley.Tests.Identity;

/// <summary>Letters that cannot be written or sent are lost, and nothing else is.</summary>
public sealed class MailTests
{
    [Fact]
    public async Task Whoever_asks_for_a_letter_that_cannot_be_addressed_stops_nothing()
    {
        await using var mail = new SmallMailServer();
        await using var host = await StartAsync(mail, ("Parley:Mail:Security", "None"), ("Parley:Identity:SignUp", "open"));
        await host.AccountAsync("root@example.org", AccountRole.Admin);
        // As it may have been made before addresses were looked at closely.
        await host.AccountAsync("a:b@example.org");
        using var anybody = host.Client();
        foreach (var email in new[] { "a:b@example.org", "root@example.org" })
            using (var answer = await anybody.PostAsJsonAsync("/api/v1/auth/forgot", new { email })) Assert.True(answer.IsSuccessStatusCode);
        Assert.Contains("root@example.org", await mail.NextAsync(), StringComparison.Ordinal);
        Assert.Contains("A letter is dropped", host.Logged, StringComparison.Ordinal);
        Assert.False(host.Service<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested);
        // New ones are refused before anything is made.
        using var refused = await anybody.PostAsJsonAsync("/api/v1/auth/register", new { email = "x(y@example.org", password = Person.Password, displayName = "X" });
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Theory]
    [InlineData("StartTls", "", "it offers no STARTTLS. Set Parley:Mail:Security to Tls if")]
    [InlineData("None", "parley", "The SMTP server does not support authentication. Check Parley:Mail.")]
    public async Task What_a_mail_server_cannot_do_is_told_and_stops_nothing(string security, string user, string says)
    {
        await using var mail = new SmallMailServer();
        await using var host = await StartAsync(mail, ("Parley:Mail:Security", security), ("Parley:Mail:User", user));
        var postman = host.Service<SmtpPostman>();
        for (var i = 1; i <= 2; i++)
        {
            postman.Post("ada@example.org", "Hello", "Hello");
            for (var looks = 0; looks < 300 && host.Logged.Split(says).Length <= i; looks++) await Task.Delay(50);
            Assert.Equal(i + 1, host.Logged.Split(says).Length);
        }

        Assert.False(postman.ExecuteTask!.IsCompleted);
        Assert.False(host.Service<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested);
        Assert.Equal(0, mail.Count);
    }

    [Theory]
    [InlineData("parley@example.org", true), InlineData("", false), InlineData("parley", false), InlineData("Parley <parley@example.org>", false), InlineData("a:b@example.org", false)]
    public void The_address_that_letters_come_from_is_looked_at_before_the_start(string from, bool isUsable)
    {
        var options = new MailOptions { Host = "mail.example.org", From = from };
        Assert.Equal(isUsable, !options.Validate(new ValidationContext(options)).Any());
    }

    private static Task<IdentityHost> StartAsync(SmallMailServer mail, params (string, string)[] settings) => IdentityHost.StartAsync(settings:
    [
        ("Parley:Mail:Host", "127.0.0.1"), ("Parley:Mail:Port", mail.Port.ToString(CultureInfo.InvariantCulture)), ("Parley:Mail:From", "parley@example.org"),
        ("Parley:Identity:PublicUrl", "https://parley.example.org"), .. settings,
    ]);
}
