namespace Parley.Api;

/// <summary>One operation of <c>/v1</c>: its bodies are the vendor's, so that they are shown by an example and a link.</summary>
internal sealed record WireOperation(HttpMethod Method, string Path, string Tag, string Id, string Summary, string Description, string Vendor)
{
    public string? Request { get; init; }

    /// <summary>The request is a form with files, and the example names its fields.</summary>
    public bool IsForm { get; init; }

    /// <summary>An example of the answer; null where that is no JSON, but of the type <see cref="Binary"/>.</summary>
    public string? Response { get; init; }

    public string? Binary { get; init; }

    /// <summary>What the id in the path names.</summary>
    public string IdMeans { get; init; } = "The model's name. It may contain slashes, and provider/name works too.";

    public bool Streams { get; init; }

    /// <summary>Members of the query: name and meaning.</summary>
    public (string Name, string Means)[] Query { get; init; } = [];

    /// <summary>A model is called. Otherwise it is a look-up, which can fail in few ways.</summary>
    public bool CallsModel => Request is not null;
}
