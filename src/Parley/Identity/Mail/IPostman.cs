namespace Parley.Identity.Mail;

/// <summary>Sends mail, in the background: how long that takes tells nobody whether there is such an account.</summary>
internal interface IPostman
{
    /// <summary>False where no mail is sent from here.</summary>
    bool IsOn { get; }

    /// <summary>Takes a letter; drops it when a thousand wait.</summary>
    void Post(string address, string subject, string text);
}
