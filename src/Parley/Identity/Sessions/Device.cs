namespace Parley.Identity.Sessions;

/// <summary>From where somebody signs in: what the list of sessions shows.</summary>
internal sealed record Device(string? Address, string? UserAgent)
{
    public static Device Of(HttpContext context)
    {
        var agent = new string([.. context.Request.Headers.UserAgent.ToString().Where(c => !char.IsControl(c)).Take(Session.MaxUserAgent)]);
        return new Device(AddressOf(context), agent.Length > 0 ? agent : null);
    }

    /// <summary>The client's address, as the connection or a known proxy tells it.</summary>
    public static string? AddressOf(HttpContext context) => context.Connection.RemoteIpAddress is not { } ip ? null : (ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip).ToString();
}
