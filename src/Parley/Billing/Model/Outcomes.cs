using System.Collections.Frozen;

namespace Parley.Billing.Model;

/// <summary>How a request ended, as it stands in the usage table and in the API.</summary>
internal static class Outcomes
{
    public const string Completed = "completed";
    public const string Cancelled = "cancelled";
    public const string Failed = "failed";

    /// <summary>The process that served the request ended before it was settled.</summary>
    public const string Indeterminate = "indeterminate";

    public static readonly FrozenSet<string> All = FrozenSet.Create(StringComparer.Ordinal, Completed, Cancelled, Failed, Indeterminate);
}
