using Parley.Tests.Infrastructure;

namespace Parley.Tests.Isolation;

/// <summary>Which of a person's things an id in a path, a query or a body names. What stands here in no row makes the matrix fail.</summary>
internal static class WhoseId
{
    private static readonly (string Prefix, string Name, Func<TheirThings, string> Of)[] Paths =
    [
        ("/api/v1/conversations/", "id", t => t.Conversation), ("/api/v1/conversations/", "mid", t => t.Answer), ("/api/v1/conversations/", "messageId", t => t.Answer),
        ("/c/", "id", t => t.Conversation), ("/c/", "messageId", t => t.Answer),
        ("/api/v1/personas/", "id", t => t.Persona), ("/api/v1/personas/", "mid", t => t.Memory), ("/api/v1/personas/", "version", _ => "1"),
        ("/personas/", "id", t => t.Persona), ("/personas/", "memoryId", t => t.Memory), ("/personas/", "version", _ => "1"),
        ("/api/v1/files/", "id", t => t.File), ("/files/", "id", t => t.File),
        ("/api/v1/chat/streams/", "id", t => t.Stream),
        ("/api/v1/keys/", "id", t => t.Key), ("/settings/keys/", "id", t => t.Key),
        ("/api/v1/auth/sessions/", "id", t => t.Session), ("/settings/sessions/", "id", t => t.Session),
        ("/settings/usage/requests/", "requestId", t => t.V1Stream),
        ("/api/v1/auth/passkeys/", "id", t => t.Passkey),
        ("/v1/responses/", "id", t => t.Response),
        ("/v1/streams/", "id", t => t.V1Stream),
    ];

    private static readonly Dictionary<string, Func<TheirThings, string>> Fields = new(StringComparer.Ordinal)
    {
        ["conversationId"] = t => t.Conversation, ["current"] = t => t.Conversation, ["personaId"] = t => t.Persona, ["chosen"] = t => t.Persona, ["fileIds"] = t => t.File, ["fileId"] = t => t.File,
        ["parentId"] = t => t.Answer, ["headId"] = t => t.Answer, ["branch"] = t => t.Answer, ["before"] = t => t.Answer, ["at"] = t => t.Answer, ["edit"] = t => t.Question,
    };

    /// <summary>Parameters of paths that are no ids of persons' things. A link to what is shared is its own key: FilePageTests ask which files it opens.</summary>
    public static readonly IReadOnlyList<string> NoIds = ["/assets/{name}", "/settings/{section}", "/shared/{token}", "/api/v1/shared/{token}", "/api/v1/shared/{token}/files/{id}/content", "/api/v1/shared/{token}/files/{id}/thumbnail", "/v1/models/{id}"];

    public static string? InPath(MappedRoute route, string name, TheirThings things) =>
        Paths.FirstOrDefault(row => route.Path.StartsWith(row.Prefix, StringComparison.Ordinal) && row.Name == name).Of?.Invoke(things);

    public static string? InField(string name, TheirThings things) => Fields.GetValueOrDefault(name)?.Invoke(things);

    /// <summary>Whether a field that has no format of its own names something.</summary>
    public static bool IsId(string name, string? format) =>
        format == "uuid" || name.EndsWith("Id", StringComparison.Ordinal) || name.EndsWith("Ids", StringComparison.Ordinal) || Fields.ContainsKey(name);
}
