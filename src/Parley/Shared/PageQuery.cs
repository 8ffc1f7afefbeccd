using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Parley.Shared;

/// <summary>What a list is asked for: <c>?cursor=&amp;limit=</c>. A cursor is opaque to callers: the last key they saw.</summary>
internal sealed record PageQuery(string? After, int Limit)
{
    public const int DefaultLimit = 50;
    public const int MaxLimit = 200;

    /// <summary>Reads the query; false with the problem to answer when a value cannot be used.
    /// <paramref name="isCursor"/> tells whether a decoded cursor is one of this list.</summary>
    public static bool TryRead(
        string? cursor, int? limit, Func<string, bool> isCursor,
        [NotNullWhen(true)] out PageQuery? query, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        query = null;
        problem = null;
        if (limit is < 1 or > MaxLimit)
            problem = Problems.Invalid("limit", $"must be between 1 and {MaxLimit}");
        else if (!TryDecode(cursor, out var after) || (after is not null && !isCursor(after)))
            problem = Problems.Invalid("cursor", "is not one that this server gave; use \"next\" of the page before, unchanged");
        else
            query = new PageQuery(after, limit ?? DefaultLimit);
        return query is not null;
    }

    /// <summary>Makes a page of rows that were read with a limit of <see cref="Limit"/> + 1: one more tells that there is a next page.</summary>
    public Page<T> ToPage<T>(IReadOnlyList<T> rows, Func<T, string> key) =>
        rows.Count <= Limit ? new(rows, null) : new([.. rows.Take(Limit)], Encode(key(rows[Limit - 1])));

    private static string Encode(string key) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(key));

    private static bool TryDecode(string? cursor, out string? key)
    {
        key = null;
        if (string.IsNullOrEmpty(cursor)) return true;
        if (cursor.Length > 500 || !Base64Url.IsValid(cursor)) return false;
        key = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
        // No list has such keys, and PostgreSQL takes no text with U+0000.
        return !key.Any(char.IsControl);
    }
}
