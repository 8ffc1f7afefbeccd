using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Parley.Providers.Catalogue.Endpoints;

/// <summary>A provider that serves a model.</summary>
internal sealed class ServedBy
{
    public required string Name { get; init; }

    [Description("The provider's own name of the model.")]
    public required string UpstreamName { get; init; }

    [Description("What an ordinary request pays there now; absent where unknown."), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PriceView? Price { get; init; }

    public static ServedBy Of(ServingProvider provider) => new()
    {
        Name = provider.Name, UpstreamName = provider.UpstreamName, Price = provider.Price is { } price ? PriceView.Of(price) : null,
    };
}
