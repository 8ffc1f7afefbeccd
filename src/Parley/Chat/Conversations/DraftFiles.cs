using System.Text.Json;

namespace Parley.Chat.Conversations;

/// <summary>How the files of a draft stand in its row.</summary>
internal static class DraftFiles
{
    public static string? Write(IReadOnlyCollection<Guid> ids) => ids.Count == 0 ? null : JsonSerializer.Serialize(ids);

    public static IReadOnlyList<Guid> Read(string? json) => json is null ? [] : JsonSerializer.Deserialize<List<Guid>>(json) ?? [];
}
