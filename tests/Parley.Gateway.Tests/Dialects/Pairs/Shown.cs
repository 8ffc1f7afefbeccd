using System.Text.Encodings.Web;
using System.Text.Json;

namespace Parley.Gateway.Tests.Dialects.Pairs;

/// <summary>A written request as golden files show it: valid, without the white space that the client's own JSON brought along,
/// and below it the names of what was dropped.</summary>
internal static class Shown
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(ReadOnlyMemory<byte> written, IReadOnlyCollection<string> dropped)
    {
        using var json = JsonDocument.Parse(written, new JsonDocumentOptions { AllowDuplicateProperties = false });
        return JsonSerializer.Serialize(json.RootElement, Relaxed) + "\n" + JsonSerializer.Serialize(dropped, Relaxed);
    }
}
