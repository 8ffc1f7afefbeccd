using System.Text.Json;
using Parley.Shared;

namespace Parley.Api.Requests;

/// <summary>Finds the character U+0000 in a body: no text has it, and PostgreSQL has no place for it. Pure.</summary>
internal static class NoText
{
    public const string Mistake = "must not hold the character U+0000";

    /// <summary>JSON writes it as an escape only, so a body without that is not looked through.</summary>
    public static void Look(ReadOnlyMemory<byte> body, Mistakes mistakes)
    {
        if (body.Span.IndexOf("\\u0000"u8) < 0) return;
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = StrictJson.Options.MaxDepth });
            Look(document.RootElement, "", mistakes);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            // It was read before: what is no JSON has been told.
        }
    }

    private static void Look(JsonElement value, string path, Mistakes mistakes)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String when value.GetString()!.Contains('\0', StringComparison.Ordinal):
                mistakes.Add(path.Length == 0 ? "body" : path, Mistake);
                break;
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    if (member.Name.Contains('\0', StringComparison.Ordinal)) mistakes.Add(path.Length == 0 ? "body" : path, "must not have a member with the character U+0000 in its name");
                    Look(member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}", mistakes);
                }

                break;
            case JsonValueKind.Array:
                var i = 0;
                foreach (var item in value.EnumerateArray()) Look(item, $"{path}[{i++}]", mistakes);
                break;
        }
    }
}
