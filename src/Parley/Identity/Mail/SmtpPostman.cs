using System.Threading.Channels;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Parley.Identity.Mail;

/// <summary>Sends mail by SMTP, one letter after the other; one that cannot be sent is tried three times and then told in the log, without its address and text.</summary>
internal sealed partial class SmtpPostman(MailOptions options, TimeProvider time, ILogger<SmtpPostman> log) : BackgroundService, IPostman
{
    private const int Tries = 3;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly Channel<MimeMessage> _letters = Channel.CreateBounded<MimeMessage>(new BoundedChannelOptions(1000) { FullMode = BoundedChannelFullMode.DropWrite });

    public bool IsOn => true;

    public void Post(string address, string subject, string text)
    {
        // Accounts may be older than the rules for their addresses.
        if (!Mailbox.TryRead(address, out var to))
        {
            Unaddressable(log);
            return;
        }

        var letter = new MimeMessage { Subject = subject, Body = new TextPart("plain") { Text = text } };
        letter.From.Add(new MailboxAddress("Parley", options.From));
        letter.To.Add(to);
        _letters.Writer.TryWrite(letter);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var letter in _letters.Reader.ReadAllAsync(stoppingToken)) await DeliverAsync(letter, stoppingToken);
    }

    private async Task DeliverAsync(MimeMessage letter, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await SendAsync(letter, cancellationToken);
                return;
            }
            catch (Exception problem) when (!cancellationToken.IsCancellationRequested)
            {
                // What a server cannot do it cannot do five seconds later.
                if (tries == Tries || problem is NotSupportedException)
                {
                    Undelivered(log, options.Host, options.Port, ReasonOf(problem));
                    return;
                }

                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }

    private async Task SendAsync(MimeMessage letter, CancellationToken cancellationToken)
    {
        using var client = new SmtpClient { Timeout = 20_000 };
        await client.ConnectAsync(options.Host, options.Port, options.Security switch
        {
            MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
            MailSecurity.None => SecureSocketOptions.None,
            _ => SecureSocketOptions.StartTls,
        }, cancellationToken);
        if (options.User.Length > 0) await client.AuthenticateAsync(options.User, options.Password, cancellationToken);
        await client.SendAsync(letter, cancellationToken);
        await client.DisconnectAsync(quit: true, cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A letter is dropped: its address is none that a letter can be written to. An administrator can hand out a link instead.")]
    private static partial void Unaddressable(ILogger log);

    /// <summary>What went wrong and what to change. What a server answers may name the address, so of that only the kind is told.</summary>
    private string ReasonOf(Exception problem) => problem switch
    {
        // The library tells in words alone what is not offered; a test holds this one to its text.
        NotSupportedException { Message: var words } when words.Contains("STARTTLS", StringComparison.Ordinal) =>
            "it offers no STARTTLS. Set Parley:Mail:Security to Tls if it is encrypted from the first byte (usually at port 465), or to None if it is on this machine.",
        NotSupportedException => $"{problem.Message} Check Parley:Mail.",
        SslHandshakeException => $"no encrypted connection could be made. Look whether Parley:Mail:Security ({options.Security}) is what is spoken at this port, and whether the server's certificate is trusted here and made for this name.",
        AuthenticationException => "it refuses the sign-in. Check Parley:Mail:User and Parley:Mail:Password.",
        _ => $"{problem.GetType().Name}. Check Parley:Mail.",
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "A letter could not be sent by {Host}:{Port} and is lost: {Problem}")]
    private static partial void Undelivered(ILogger log, string host, int port, string problem);
}
