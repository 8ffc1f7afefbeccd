namespace Parley.Providers.Registry;

/// <summary>A model of a <see cref="ProviderInput"/>; without an upstream name it is called there as here.</summary>
internal sealed class ModelInput
{
    public string? Id { get; set; }

    public string? UpstreamName { get; set; }
}
