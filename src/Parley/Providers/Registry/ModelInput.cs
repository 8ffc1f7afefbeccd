using System.ComponentModel;

namespace Parley.Providers.Registry;

/// <summary>A model of a <see cref="ProviderInput"/>; without an upstream name it is called there as here.</summary>
internal sealed class ModelInput
{
    [Description("The name that callers use.")]
    public string? Id { get; set; }

    [Description("The provider's own name; the same by default.")]
    public string? UpstreamName { get; set; }

    [Description("It goes on where an assistant's turn ends, and may finish streams that another provider of the same model broke off; false by default.")]
    public bool? ContinuesTurns { get; set; }
}
