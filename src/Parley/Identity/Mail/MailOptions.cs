using System.ComponentModel.DataAnnotations;

namespace Parley.Identity.Mail;

/// <summary>How mail is sent. Bound from <c>Parley:Mail</c>. Without a host none is: administrators hand out links instead.</summary>
internal sealed class MailOptions : IValidatableObject
{
    /// <summary>The SMTP server; default none.</summary>
    public string Host { get; set; } = "";

    /// <summary>Its port; default 587.</summary>
    [Range(1, 65535)]
    public int Port { get; set; } = 587;

    /// <summary>Empty for a server that asks for none.</summary>
    public string User { get; set; } = "";

    public string Password { get; set; } = "";

    /// <summary>The address that mail comes from.</summary>
    public string From { get; set; } = "";

    /// <summary><c>starttls</c> (default), <c>tls</c>, or <c>none</c> for a server on this machine.</summary>
    public MailSecurity Security { get; set; } = MailSecurity.StartTls;

    public bool IsOn => Host.Length > 0;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (IsOn && (!From.Contains('@', StringComparison.Ordinal) || !Mailbox.TryRead(From, out _))) yield return new("mail needs an address that it comes from, such as parley@example.org and without a name.", [nameof(From)]);
        if (IsOn && Security == MailSecurity.None && Host is not ("localhost" or "127.0.0.1" or "::1")) yield return new("only a server on this machine may be talked to without encryption.", [nameof(Security)]);
    }
}
