namespace Parley.Shared;

/// <summary>A page of a list: <c>{ "items": [...], "next": "cursor or null" }</c>.</summary>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
