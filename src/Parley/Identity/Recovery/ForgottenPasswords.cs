using System.Threading.Channels;
using Parley.Identity.Accounts;
using Parley.Identity.Mail;

namespace Parley.Identity.Recovery;

/// <summary>Mails links that set a new password. Whoever asks is answered before anything is looked up, so neither the answer nor its time tells whether there is such an account.
/// An address gets one letter in five minutes at most.</summary>
internal sealed partial class ForgottenPasswords(AccountStore accounts, ResetLinks resetLinks, Links links, IPostman postman, TimeProvider time, ILogger<ForgottenPasswords> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);

    private readonly Channel<string> _asked = Channel.CreateBounded<string>(new BoundedChannelOptions(1000) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Dictionary<string, long> _lately = [];

    public bool SendsMail => postman.IsOn && links.CanBeMailed;

    /// <summary>For whoever asked.</summary>
    public string Text => SendsMail
        ? "If there is an account with this address, a link is on its way to it. It is good for an hour."
        : "This server sends no mail. Ask an administrator for a link that sets a new password; they make one in the list of users, or with \"users reset-link\".";

    public void Ask(string email)
    {
        if (SendsMail) _asked.Writer.TryWrite(email);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!SendsMail) return;
        await foreach (var email in _asked.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await SendAsync(email, stoppingToken);
            }
            catch (Exception problem) when (!stoppingToken.IsCancellationRequested)
            {
                Lost(log, problem.GetBaseException().Message);
            }
        }
    }

    private async Task SendAsync(string email, CancellationToken cancellationToken)
    {
        foreach (var (address, at) in _lately)
            if (time.GetElapsedTime(at) > Pause) _lately.Remove(address);
        if (await accounts.FindAsync(email, cancellationToken) is not { DisabledAt: null } user || !_lately.TryAdd(user.NormalizedEmail!, time.GetTimestamp())) return;
        var (token, _) = resetLinks.Create(user);
        postman.Post(user.Email!, "A new password for Parley",
            $"""
            Somebody, probably you, asked for a new password for your Parley account.

            To set one, open this link within an hour:

            {links.Reset(context: null, token)}

            If it was not you, do nothing: your password stays as it is.
            """);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Somebody asked for a new password and gets no letter: {Problem} They can ask again.")]
    private static partial void Lost(ILogger log, string problem);
}
