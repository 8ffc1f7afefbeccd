using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Matrix.Features;

/// <summary>An answer that follows a JSON schema.</summary>
internal sealed class StructuredOutput() : Feature("Structured output")
{
    public override string? Ask(WireFormat client) => client switch
    {
        WireFormat.Chat => """ "response_format":{"type":"json_schema","json_schema":{"name":"count","strict":true,"schema":{"type":"object","properties":{"n":{"type":"integer"}},"required":["n"],"additionalProperties":false}}} """,
        WireFormat.Messages => """ "output_config":{"format":{"type":"json_schema","schema":{"type":"object","properties":{"n":{"type":"integer"}},"required":["n"],"additionalProperties":false}}} """,
        _ => """ "text":{"format":{"type":"json_schema","name":"count","strict":true,"schema":{"type":"object","properties":{"n":{"type":"integer"}},"required":["n"],"additionalProperties":false}}} """,
    };

    public override string Answer(WireFormat kind) => Whole.Of(kind, new Told([new("text", """{"n":4}""")]));

    public override IReadOnlyList<Aspect> Asked =>
    [
        new("")
        {
            Chat = "response_format.type = json_schema & response_format.json_schema.strict = true & response_format.json_schema.schema.properties.n",
            Messages = "output_config.format.type = json_schema & output_config.format.schema.properties.n",
            Responses = "text.format.type = json_schema & text.format.strict = true & text.format.schema.properties.n",
            Gemini = "generationConfig.responseMimeType = application/json & generationConfig.responseJsonSchema.properties.n",
        },
    ];

    public override IReadOnlyList<Aspect> Got =>
    [
        new("")
        {
            Chat = "choices.*.message.content ~ 4",
            Messages = "content.*.text ~ 4",
            Responses = "output.*.content.*.text ~ 4",
            Gemini = "candidates.*.content.parts.*.text ~ 4",
        },
    ];
}
