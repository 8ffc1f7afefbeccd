using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiChat;

/// <summary>A piece of a tool call. <paramref name="Index"/>: null when the vendor leaves it out.</summary>
internal readonly record struct ChunkCall(int? Index, JsonText Id, JsonText Name, JsonText Arguments)
{
    /// <summary>The place of the legacy <c>function_call</c>, of which there is one and which has no index.</summary>
    public const int Legacy = -1;

    /// <summary>The call is one of a custom tool: its arguments are free text.</summary>
    public bool IsCustom { get; init; }
}
