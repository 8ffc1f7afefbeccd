using System.Text.Json;

namespace Parley.Tests.Media;

/// <summary>A request as the vendor got it.</summary>
internal sealed record VendorCall(string Path, string ContentType, long? Length, string Authorization)
{
    /// <summary>The parts of a form, in order; empty for JSON.</summary>
    public List<VendorPart> Parts { get; } = [];

    /// <summary>The bytes of a JSON body.</summary>
    public byte[] Body { get; set; } = [];

    public string Model => Field("model") ?? Json().GetProperty("model").GetString()!;

    public string? Field(string name) => Parts.FirstOrDefault(part => part.Name == name)?.Text;

    public JsonElement Json() => JsonElement.Parse(Body);

    public string? Asked(string name) => Parts.Count > 0 ? Field(name) : Json().TryGetProperty(name, out var value) ? value.ToString() : null;
}

/// <summary>A part of a form: its head, and what was in it.</summary>
internal sealed record VendorPart(string Name, string? FileName, string? ContentType, long Length, string Sha256, string? Text);
