using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Matrix.Features;

/// <summary>Tools that the vendor runs itself.</summary>
internal sealed class ServerTools() : Feature("Server tools")
{
    public override string? Ask(WireFormat client) => client switch
    {
        WireFormat.Chat => """ "web_search_options":{} """,
        WireFormat.Messages => """ "tools":[{"type":"web_search_20250305","name":"web_search"}] """,
        _ => """ "tools":[{"type":"web_search"}] """,
    };

    public override string Answer(WireFormat kind)
    {
        var plain = Whole.Of(kind, new Told([new("text", "Found it.")]));
        return kind switch
        {
            WireFormat.Messages => plain.Replace("\"content\":[", """ "content":[{"type":"server_tool_use","id":"srvtoolu_1","name":"web_search","input":{"query":"x"}},{"type":"web_search_tool_result","tool_use_id":"srvtoolu_1","content":[]}, """, StringComparison.Ordinal),
            WireFormat.Responses => plain.Replace("\"output\":[", """ "output":[{"id":"ws_1","type":"web_search_call","status":"completed","action":{"type":"search","query":"x"}}, """, StringComparison.Ordinal),
            WireFormat.Gemini => plain.Replace("\"parts\":[", """ "parts":[{"executableCode":{"language":"PYTHON","code":"1"}},{"codeExecutionResult":{"outcome":"OUTCOME_OK","output":"1"}}, """, StringComparison.Ordinal),
            _ => plain,
        };
    }

    public override IReadOnlyList<Aspect> Asked =>
    [
        new("Tools that the vendor runs itself exist only there.")
        {
            Chat = "web_search_options",
            Messages = "tools.*.type = web_search_20250305",
            Responses = "tools.*.type = web_search",
            IsBound = true,
        },
    ];

    public override IReadOnlyList<Aspect> Got =>
    [
        new("")
        {
            Chat = "choices.*.message.content = Found it.",
            Messages = "content.*.text = Found it.",
            Responses = "output.*.content.*.text = Found it.",
            Gemini = "candidates.*.content.parts.*.text = Found it.",
        },
        new("What the vendor's own tools did on the way is not told; the text around it is.")
        {
            Messages = "content.*.type = server_tool_use",
            Responses = "output.*.type = web_search_call",
            Gemini = "candidates.*.content.parts.*.executableCode.code = 1",
            IsBound = true,
        },
    ];
}
