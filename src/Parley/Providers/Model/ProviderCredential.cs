namespace Parley.Providers.Model;

/// <summary>A provider's credential, sealed; only its hint (last four characters) is ever shown.</summary>
internal sealed class ProviderCredential
{
    public required string ProviderName { get; init; }

    /// <summary>Order of use, from 0.</summary>
    public required int Position { get; init; }

    public required string Sealed { get; init; }

    public required string Hint { get; init; }
}
