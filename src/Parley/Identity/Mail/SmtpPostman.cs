using System.Net.Sockets;
using System.Threading.Channels;
using MailKit;
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
            catch (Exception problem) when (problem is IOException or SocketException or ProtocolException or AuthenticationException or CommandException or System.Security.Authentication.AuthenticationException)
            {
                if (tries == Tries)
                {
                    Undelivered(log, options.Host, options.Port, problem.GetType().Name);
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

    [LoggerMessage(Level = LogLevel.Error, Message = "A letter could not be sent by {Host}:{Port} ({Problem}) and is lost. Check Parley:Mail.")]
    private static partial void Undelivered(ILogger log, string host, int port, string problem);
}
