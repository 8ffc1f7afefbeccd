using System.Net;

namespace Parley.Identity.Callers;

/// <summary>Browsers keep Secure cookies of HTTPS, and of this machine itself. Anywhere else nobody could sign in, and would not be told why.</summary>
internal static class PlainHttp
{
    public const string Text = "This page came over plain HTTP, so your browser keeps nobody signed in here. Open Parley by https://, or at http://localhost on the machine that it runs on. Whoever runs it finds more under \"Deployment\".";

    public static bool KeepsNoCookies(HttpRequest request) => !request.IsHttps && !IsHere(request.Host.Host);

    private static bool IsHere(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
