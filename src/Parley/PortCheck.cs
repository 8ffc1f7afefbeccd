using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Parley.Shared;

namespace Parley;

/// <summary>Looks whether the addresses are free before anything is written: the web server itself finds out last, when
/// tables and the first key, which nobody would ever see, are made already.</summary>
internal static class PortCheck
{
    /// <summary>Throws a <see cref="UserError"/> for an address that cannot be listened on.</summary>
    public static void Verify(IEnumerable<ListenAddress> addresses)
    {
        List<(ListenAddress Address, IPEndPoint Place)> seen = [];
        foreach (var address in addresses)
        {
            var read = Read(address);
            if (read.IsUnixPipe || read.IsNamedPipe) continue;
            foreach (var place in PlacesOf(address, read).Select(ip => new IPEndPoint(ip, read.Port)))
            {
                if (place.Port == 0) continue;
                if (seen.FirstOrDefault(other => other.Place.Port == place.Port && other.Address.IsMetrics != address.IsMetrics).Address is { } foreign)
                    throw new UserError($"The address {address.Url} ({address.Setting}) has the port of {foreign.Url} ({foreign.Setting}), and the port of the metrics must be theirs alone, as it asks for no key. Nothing was started; choose another port with Parley:Monitoring:MetricsPort.");
                if (seen.FirstOrDefault(other => Meet(other.Place, place)).Address is { } same)
                    throw new UserError($"The address {address.Url} ({address.Setting}) is taken by {same.Url} ({same.Setting}) already. Nothing was started; choose another port with {address.Port}.");
                Try(address, place);
                seen.Add((address, place));
            }
        }
    }

    /// <summary>Reads an address as the web server does.</summary>
    public static BindingAddress Read(ListenAddress address)
    {
        try
        {
            if (BindingAddress.Parse(address.Url) is { Scheme: "http" or "https", Port: <= IPEndPoint.MaxPort } read)
            {
                if (read.PathBase.Length > 0) throw new UserError($"\"{address.Url}\" ({address.Setting}) has a path, and Parley is at the root of its address. Nothing was started; leave {read.PathBase} out.");
                return read;
            }
        }
        catch (FormatException)
        {
            // Refused below, like an address of another scheme.
        }

        throw new UserError($"\"{address.Url}\" is not an address to listen on ({address.Setting}). Nothing was started; write it like http://localhost:5080.");
    }

    /// <summary>The web server takes a name that it does not know for every address of the machine, which a slip must not open.</summary>
    private static IPAddress[] PlacesOf(ListenAddress address, BindingAddress read)
    {
        if (read.Host is "*" or "+") return [IPAddress.Any];
        if (IPAddress.TryParse(read.Host, out var ip)) return [ip];
        var isLocalhost = read.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase);
        if (isLocalhost && read.Port == 0) throw new UserError($"\"{address.Url}\" ({address.Setting}) asks for any free port, which localhost cannot have. Nothing was started; write http://127.0.0.1:0.");
        if (isLocalhost) return [IPAddress.Loopback, IPAddress.IPv6Loopback];
        throw new UserError(
            $"\"{address.Url}\" ({address.Setting}) names a host, and Parley listens on addresses. Nothing was started; write localhost, an IP address of this machine, or * for all of them, with {address.Host}.");
    }

    private static bool Meet(IPEndPoint one, IPEndPoint other) => one.Port == other.Port && (one.Address.Equals(other.Address) || IsAny(one.Address) || IsAny(other.Address));

    private static bool IsAny(IPAddress ip) => ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any);

    private static void Try(ListenAddress address, IPEndPoint place)
    {
        try
        {
            using var socket = new Socket(place.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(place);
        }
        catch (SocketException problem) when (problem.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new UserError($"The address {address.Url} is in use by another program. Nothing was started; stop that program, or choose another port with {address.Port}.", problem);
        }
        catch (SocketException problem) when (problem.SocketErrorCode == SocketError.AccessDenied)
        {
            throw new UserError($"Listening on {address.Url} needs more rights than this user has. Nothing was started; choose a port above 1023 with {address.Port}.", problem);
        }
        catch (SocketException problem) when (!IPAddress.IsLoopback(place.Address) && !IsAny(place.Address))
        {
            throw new UserError(
                $"This machine does not have the address of {address.Url}, or may not listen on it: {problem.Message.TrimEnd('.')}. Nothing was started; choose one that it has, or * for all of them, with {address.Host}.", problem);
        }
        catch (SocketException)
        {
            // A machine may lack one of the two forms of localhost: whether that matters is the web server's decision.
        }
    }
}
