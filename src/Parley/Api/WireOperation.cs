namespace Parley.Api;

/// <summary>One operation of <c>/v1</c>: its bodies are the vendor's, so that they are shown by an example and a link.</summary>
internal sealed record WireOperation(HttpMethod Method, string Path, string Tag, string Id, string Summary, string Description, string Vendor)
{
    public string? Request { get; init; }

    public required string Response { get; init; }

    public bool Streams { get; init; }
}
