namespace Parley.Gateway.Upstreams.Guard;

/// <summary>A host leads only to addresses that the guard refuses. Not worth another try: an administrator must allow it.
/// The HTTP handler wraps it: look for it with <see cref="IsIn"/>.</summary>
/// <param name="host">The host that was asked for; the address it led to is not told, since callers may read the message.</param>
/// <param name="port">Its port.</param>
public sealed class AddressRefusedException(string host, int port) : HttpRequestException(
    HttpRequestError.ConnectionError,
    $"The address of {host}:{port} is private, loopback or reserved, and this provider is not allowed to use such addresses (allowPrivateNetwork).")
{
    /// <summary>Whether the guard is why a request failed.</summary>
    public static bool IsIn(Exception? problem) =>
        problem is AddressRefusedException || (problem is HttpRequestException && problem.InnerException is AddressRefusedException);
}
