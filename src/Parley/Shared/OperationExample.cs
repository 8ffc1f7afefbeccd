namespace Parley.Shared;

/// <summary>Bodies, as JSON, that the description of the API shows for an operation.</summary>
internal sealed record OperationExample(string? Request, string? Response);
