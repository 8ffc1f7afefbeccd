using System.Net;

namespace Parley.Identity.Callers;

/// <summary>Browsers keep Secure cookies of HTTPS, and most of them those of this machine itself. Anywhere else nobody could sign in, and would not be told why.</summary>
internal static class PlainHttp
{
    public const string Text = "This page came over plain HTTP, so your browser keeps nobody signed in here. Open Parley by https://, or at http://localhost on the machine that it runs on. Whoever runs it finds more under \"Deployment\".";

    /// <summary>Safari is the one that treats this machine as any other (WebKit bug 281149).</summary>
    private const string NotGivenBack = "Your browser did not give back this page's cookie, so nobody can sign in with it here. Safari keeps none that came over plain HTTP, even from this machine: open this address in Firefox, Chrome or Edge, "
        + "or Parley by https:// (whoever runs it finds how under \"Deployment\"). In any other browser, allow cookies here.";

    public static bool KeepsNoCookies(HttpRequest request) => !request.IsHttps && !IsHere(request.Host.Host);

    /// <summary>Why nobody can sign in with a browser that was given the page's cookie before; null where nothing stands in the way.</summary>
    public static string? ProblemOf(HttpRequest request) =>
        KeepsNoCookies(request) ? Text : !request.IsHttps && !IsKept(request) ? NotGivenBack : null;

    /// <summary>Whether only the browser's next request tells: this one came over plain HTTP on this machine, before it could have had the cookie.</summary>
    public static bool IsToBeSeen(HttpRequest request) => !request.IsHttps && IsHere(request.Host.Host) && !IsKept(request);

    private static bool IsKept(HttpRequest request) => request.Cookies.ContainsKey(Forgery.Cookie);

    private static bool IsHere(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
