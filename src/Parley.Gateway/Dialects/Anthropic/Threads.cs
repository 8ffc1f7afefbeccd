using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Anthropic;

/// <summary>
/// Message threads: conversations that Anthropic keeps, so that a request brings only what is new. No other vendor has the rest of it; whoever
/// left the field out would have the model answer without its memory. Anthropic's SDKs and Claude Code use threads unasked, and on this
/// error send the whole conversation, now and from then on. https://platform.claude.com/docs/en/build-with-claude/message-threads
/// </summary>
internal static class Threads
{
    /// <summary>What a client looks for in <c>error.details.error_code</c>.</summary>
    public const string Unsupported = "thread_unsupported_request";

    /// <summary>Throws <see cref="GatewayFaultException"/> (400) for a request of a thread.</summary>
    public static void Refuse(JsonFields request)
    {
        if (!request.Has("thread")) return;
        throw new GatewayFaultException(new GatewayFault(FaultKind.InvalidRequest, "thread: the provider of this model keeps no conversations. Send the whole conversation without 'thread'.")
        {
            Param = "thread", Code = Unsupported,
        });
    }
}
