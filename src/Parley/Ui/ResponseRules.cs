namespace Parley.Ui;

/// <summary>What an answer may loosen of the headers that every other answer carries; the one place that writes them reads this.</summary>
internal sealed class ResponseRules
{
    /// <summary>The Content-Security-Policy, when the answer is a page.</summary>
    public string? Policy { get; init; }

    /// <summary>Private things are kept nowhere.</summary>
    public string CacheControl { get; init; } = "no-store";

    /// <summary>For files whose name changes with what they hold.</summary>
    public static ResponseRules Immutable { get; } = new() { CacheControl = "public, max-age=31536000, immutable" };
}
