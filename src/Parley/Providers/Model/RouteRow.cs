namespace Parley.Providers.Model;

/// <summary>A named route as it was written. An operator's and the configuration's of one name may both be there: the
/// operator's holds, and the other again when that one goes.</summary>
internal sealed class RouteRow
{
    public required ProviderOrigin Origin { get; init; }

    public required string Name { get; init; }

    /// <summary>Its place in the list, from 0.</summary>
    public int Position { get; set; }

    /// <summary>The route as JSON, in the shape of <c>PUT /api/v1/models/routes</c>.</summary>
    public required string Definition { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}
