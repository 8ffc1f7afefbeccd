using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Matrix.Features;

/// <summary>Any JSON object.</summary>
internal sealed class JsonMode() : Feature("JSON without a schema")
{
    public override string? Ask(WireFormat client) => client switch
    {
        WireFormat.Chat => """ "response_format":{"type":"json_object"} """,
        WireFormat.Responses => """ "text":{"format":{"type":"json_object"}} """,
        _ => null,
    };

    public override IReadOnlyList<Aspect> Asked =>
    [
        new("JSON can be asked for only with a schema.")
        {
            Chat = "response_format.type = json_object",
            Responses = "text.format.type = json_object",
            Gemini = "generationConfig.responseMimeType = application/json",
        },
    ];
}
