namespace Parley.Providers.Discovery;

/// <summary>An upstream's model list could not be read. An expected failure: the message is for logs and administrators and holds no secret.</summary>
internal sealed class ModelListException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The upstream refused the credential that was used: another one may be taken.</summary>
    public bool IsRefusedCredential { get; init; }
}
