using System.Text.Json.Serialization;

namespace Parley.Providers.Model;

/// <summary>A model of a provider: the name that callers use, and the upstream's own name of it.</summary>
internal sealed record ProviderModel(string Id, string UpstreamName)
{
    /// <summary>It goes on where an assistant's turn ends, and may finish streams that another provider of the model broke off.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool ContinuesTurns { get; init; }
}
