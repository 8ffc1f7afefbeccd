namespace Parley.Identity.Mail;

/// <summary>How the connection to the mail server is encrypted.</summary>
internal enum MailSecurity
{
    StartTls,
    Tls,
    None,
}
