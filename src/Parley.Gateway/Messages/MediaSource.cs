using System.Text.Json;

namespace Parley.Gateway.Messages;

/// <summary>Where an image or document is.</summary>
public abstract record MediaSource;

/// <summary>Bytes in base64, as a JSON string (not decoded: it may be many megabytes). <paramref name="MediaType"/>: <c>image/png</c>.</summary>
/// <param name="MediaType">IANA media type.</param>
/// <param name="Data">The JSON string that holds the base64 data, or a data URL of which the data start at <paramref name="Offset"/>.</param>
/// <param name="Offset">Where the base64 data begin in the decoded string: 0, or behind the comma of a data URL.</param>
public sealed record Base64Source(string MediaType, JsonElement Data, int Offset = 0) : MediaSource;

/// <summary>Plain text as a document.</summary>
public sealed record TextSource(string Text) : MediaSource;

/// <summary>A web address.</summary>
public sealed record UrlSource(string Url) : MediaSource;

/// <summary>A file that was uploaded to the vendor: means nothing to another vendor.</summary>
public sealed record FileSource(string FileId) : MediaSource;
