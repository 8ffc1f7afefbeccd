using System.ComponentModel;
using Parley.Providers.Model;

namespace Parley.Providers.Endpoints;

/// <summary>What the provider can bear.</summary>
internal sealed record LimitsView(
    [property: Description("Calls at the same time; 0 for no limit.")] int Concurrency,
    [property: Description("Null for no limit.")] long? RequestsPerMinute,
    [property: Description("Null for no limit.")] long? TokensPerMinute)
{
    public static LimitsView Of(Provider row) => new(row.Concurrency ?? 0, row.RequestsPerMinute, row.TokensPerMinute);
}
