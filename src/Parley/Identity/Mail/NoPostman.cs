namespace Parley.Identity.Mail;

/// <summary>Where no mail is sent.</summary>
internal sealed class NoPostman : IPostman
{
    public bool IsOn => false;

    public void Post(string address, string subject, string text)
    {
    }
}
