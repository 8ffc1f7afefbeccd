using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Matrix.Features;

/// <summary>Marks for the cache, and tokens read from it and written to it.</summary>
internal sealed class Caching() : Feature("Caching")
{
    public override string? Ask(WireFormat client) => client switch
    {
        WireFormat.Messages => """ "system":[{"type":"text","text":"Be brief.","cache_control":{"type":"ephemeral"}}] """,
        _ => null,
    };

    public override string Answer(WireFormat kind) => Whole.Of(kind, new Told([new("text", "Hello.")], Written: kind == WireFormat.Messages ? 30 : 0));

    public override IReadOnlyList<Aspect> Asked =>
    [
        new("Other vendors cache by themselves: there are no marks.") { Messages = "system.*.cache_control.type = ephemeral" },
    ];

    public override IReadOnlyList<Aspect> Got =>
    [
        new("")
        {
            Chat = "usage.prompt_tokens_details.cached_tokens = 20",
            Messages = "usage.cache_read_input_tokens = 20",
            Responses = "usage.input_tokens_details.cached_tokens = 20",
            Gemini = "usageMetadata.cachedContentTokenCount = 20",
        },
        new("Tokens written to the cache are counted, but not told apart.") { Messages = "usage.cache_creation_input_tokens = 30" },
    ];
}
