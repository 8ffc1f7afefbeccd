using Parley.Identity.Mail;

namespace Parley.Identity.Invitations;

/// <summary>Letters to those whom an administrator invites, where mail is set up.</summary>
internal sealed class InvitationLetters(Links links, IPostman postman)
{
    /// <summary>Invites the owner of an account that is made already; false where no mail is sent.</summary>
    public bool ToAccount(string email, string token) => Post(email,
        $"""
        You are invited to Parley. An account for this address is ready.

        To choose its password, open this link within a week:

        {links.Reset(context: null, token)}

        If you do not know what this is about, do nothing.
        """);

    /// <summary>Invites somebody to make an account; false where no mail is sent.</summary>
    public bool ToRegister(string email, string token) => Post(email,
        $"""
        You are invited to Parley.

        To make an account with this address and choose its password, open this link within a week:

        {links.Invitation(context: null, token)}

        If you do not know what this is about, do nothing.
        """);

    private bool Post(string email, string text)
    {
        if (!postman.IsOn || !links.CanBeMailed) return false;
        postman.Post(email, "You are invited to Parley", text);
        return true;
    }
}
