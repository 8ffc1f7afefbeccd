namespace Parley.Providers.Registry;

/// <summary>A provider as people write it: the body of <c>POST /api/v1/providers</c> and an entry of <c>Parley:Providers</c>.
/// Null means not given.</summary>
internal sealed class ProviderInput
{
    public string? Name { get; set; }

    /// <summary><c>chat</c> or <c>messages</c>.</summary>
    public string? Kind { get; set; }

    public string? BaseUrl { get; set; }

    public List<string>? ApiKeys { get; set; }

    public List<ModelInput>? Models { get; set; }

    public bool? AllowPrivateNetwork { get; set; }

    public ResilienceInput? Resilience { get; set; }

    public string? CancelPolicy { get; set; }
}
