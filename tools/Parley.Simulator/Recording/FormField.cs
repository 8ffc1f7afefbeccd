namespace Parley.Simulator.Recording;

/// <summary>One part of a <c>multipart/form-data</c> body.</summary>
/// <param name="FileName">Null for a field that is no file.</param>
/// <param name="Size">Bytes of the content.</param>
/// <param name="Sha256">Hash of the content, lower-case hex.</param>
/// <param name="Text">The content of a field that is no file.</param>
public sealed record FormField(string Name, string? FileName, string? ContentType, long Size, string Sha256, string? Text);
