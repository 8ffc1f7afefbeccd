using System.Net;
using System.Net.Sockets;

namespace Parley.Identity.Sessions;

/// <summary>From where somebody signs in: what the list of sessions shows.</summary>
internal sealed record Device(string? Address, string? UserAgent)
{
    public static Device Of(HttpContext context)
    {
        var agent = new string([.. context.Request.Headers.UserAgent.ToString().Where(c => !char.IsControl(c)).Take(Session.MaxUserAgent)]);
        return new Device(AddressOf(context), agent.Length > 0 ? agent : null);
    }

    /// <summary>What counts as one stranger: an address, and of IPv6 the 64 bits that a household or a server is given whole, to make addresses of as it likes.</summary>
    public static string NetworkOf(string? address)
    {
        if (!IPAddress.TryParse(address, out var ip) || ip.AddressFamily != AddressFamily.InterNetworkV6 || ip.IsIPv4MappedToIPv6) return address ?? "unknown";
        Span<byte> bytes = stackalloc byte[16];
        ip.TryWriteBytes(bytes, out _);
        bytes[8..].Clear();
        return $"{new IPAddress(bytes)}/64";
    }

    /// <summary>The client's address, as the connection or a known proxy tells it.</summary>
    public static string? AddressOf(HttpContext context) => context.Connection.RemoteIpAddress is not { } ip ? null : (ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip).ToString();
}
