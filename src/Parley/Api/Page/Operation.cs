using System.Text.Json.Nodes;

namespace Parley.Api.Page;

/// <summary>One operation of the description.</summary>
internal sealed record Operation(string Path, string Method, JsonObject Node)
{
    public string Id => (string)Node["operationId"]!;

    public string Tag => (string)Node["tags"]![0]!;

    public string Summary => (string)Node["summary"]!;

    public string? Description => (string?)Node["description"];

    public string? Vendor => (string?)Node["externalDocs"]?["url"];
}
