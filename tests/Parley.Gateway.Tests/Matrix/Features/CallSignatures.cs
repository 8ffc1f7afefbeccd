using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Matrix.Features;

/// <summary>Google's proof of the thoughts that led to a call, which it wants back with the call. Its OpenAI-compatible door has a member of chat for it.</summary>
internal sealed class CallSignatures() : Feature("Signatures of calls")
{
    public override string? Ask(WireFormat client) => client switch
    {
        WireFormat.Chat => """
            "tools":[{"type":"function","function":{"name":"weather"}}],
            "messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"weather","arguments":"{}"},"extra_content":{"google":{"thought_signature":"cHJvb2Y+/w=="}}}]},{"role":"tool","tool_call_id":"call_1","content":"hot"}]
            """,
        _ => null,
    };

    public override string Answer(WireFormat kind)
    {
        var plain = Whole.Of(kind, new Told([new("call", """{"city":"Bonn"}""", "call_9", "weather")]));
        return kind != WireFormat.Chat ? plain : plain.Replace("\"tool_calls\":[{", "\"tool_calls\":[{\"extra_content\":{\"google\":{\"thought_signature\":\"c2lnbmF0dXJl\"}},", StringComparison.Ordinal);
    }

    public override IReadOnlyList<Aspect> Asked =>
    [
        new("Signatures of calls go only to Google, which made them.")
        {
            Chat = "messages.*.tool_calls.*.extra_content.google.thought_signature = cHJvb2Y+/w==",
            Gemini = "contents.*.parts.*.thoughtSignature = cHJvb2Y+/w==",
        },
    ];

    public override IReadOnlyList<Aspect> Got =>
    [
        new("Only chat has a place for the signatures of Google's calls.")
        {
            Chat = "choices.*.message.tool_calls.*.extra_content.google.thought_signature = c2lnbmF0dXJl",
            Gemini = "candidates.*.content.parts.*.thoughtSignature = c2lnbmF0dXJl",
        },
    ];
}
