using System.Diagnostics.CodeAnalysis;
using MimeKit;

namespace Parley.Identity.Mail;

/// <summary>What a letter can be addressed to.</summary>
internal static class Mailbox
{
    /// <summary>Reads an address by the rules that letters are written by. False for what has more to it, such as a name or a comment: what was typed is then not where the letter would go.</summary>
    public static bool TryRead(string address, [NotNullWhen(true)] out MailboxAddress? mailbox)
    {
        if (MailboxAddress.TryParse(address, out mailbox) && (IsTyped(mailbox.Address) || IsTyped(mailbox.GetAddress(idnEncode: true)))) return true;
        mailbox = null;
        return false;

        // Host names beyond ASCII are typed either way.
        bool IsTyped(string read) => string.Equals(read, address, StringComparison.OrdinalIgnoreCase);
    }
}
