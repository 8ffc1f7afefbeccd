using System.Buffers;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Anthropic;

/// <summary>
/// Decides how a wish to reason is put to a model: a budget, or adaptive thinking with an effort. Pure; written by
/// <see cref="Write"/> and, for the effort, by the writer of <c>output_config</c>.
/// </summary>
/// <param name="Mode">The value of <c>thinking.type</c>, or null to leave thinking out.</param>
/// <param name="Budget">With <c>enabled</c>: at least 1024 and below <c>max_tokens</c>.</param>
/// <param name="Effort">The value of <c>output_config.effort</c>, or null.</param>
/// <param name="Shown">The thinking's text must be asked for.</param>
/// <param name="IsDropped">The wish cannot be carried.</param>
internal readonly record struct Thinking(string? Mode, long Budget = 0, string? Effort = null, bool Shown = false, bool IsDropped = false)
{
    private const long SmallestBudget = 1024;

    /// <summary>Whether the model will think, which forbids some sampling parameters.</summary>
    public bool IsOn => Mode is "enabled" or "adaptive";

    public static Thinking Decide(Prompt prompt, ModelTraits model, long maxTokens)
    {
        if (prompt.Reasoning is not { } wish) return default;
        if (!wish.Enabled || wish.Effort == "none") return TurnedOff(model);
        if (!model.Thinks) return new(null, IsDropped: true);
        var forced = IsForced(prompt);
        if (model.IsAdaptive)
        {
            // the effort can be told even where thinking cannot
            var effort = EffortOf(wish, model);
            return new(forced ? null : "adaptive", Effort: effort, Shown: model.OmitsThinking && !forced, IsDropped: forced && effort is null);
        }

        if (forced || maxTokens <= SmallestBudget || EndsInUnsignedToolCalls(prompt)) return new(null, IsDropped: true);
        return new("enabled", Math.Clamp(BudgetOf(wish, maxTokens), SmallestBudget, maxTokens - 1));
    }

    public void Write(IBufferWriter<byte> output)
    {
        if (Mode is null) return;
        output.Raw(",\"thinking\":{\"type\":"u8);
        output.String(Mode);
        if (Mode == "enabled")
        {
            output.Raw(",\"budget_tokens\":"u8);
            output.Number(Budget);
        }

        if (Shown) output.Raw(",\"display\":\"summarized\""u8);
        output.Raw("}"u8);
    }

    /// <summary>Thinking goes neither with a forced tool nor with an answer whose beginning the caller gives.</summary>
    private static bool IsForced(Prompt prompt) =>
        (prompt.Tools.Count > 0 && prompt.ToolChoice is { Mode: ToolChoiceMode.Required or ToolChoiceMode.Named })
        || prompt.Turns is [.., { Role: TurnRole.Assistant }];

    private static Thinking TurnedOff(ModelTraits model) =>
        !model.ThinksUnasked ? default
        : model.CanTurnOff ? new("disabled")
        : new(null, Effort: "low");

    private static string? EffortOf(Reasoning wish, ModelTraits model) => wish.Effort switch
    {
        null => wish.BudgetTokens switch { null => null, <= 2048 => "low", <= 8192 => "medium", _ => "high" },
        "minimal" => "low",
        "xhigh" when !model.OmitsThinking => "high",
        var effort => effort,
    };

    /// <summary>A budget for a word leaves a fifth of <c>max_tokens</c> for the answer; a caller's own number stands.</summary>
    private static long BudgetOf(Reasoning wish, long maxTokens) => wish.BudgetTokens ?? Math.Min(maxTokens / 5 * 4, wish.Effort switch
    {
        "minimal" => SmallestBudget,
        "low" => 2048,
        "medium" or null => 8192,
        "high" => 16384,
        _ => 32768,
    });

    /// <summary>With a budget, the vendor wants the turn whose tools were just run to begin with its signed thinking,
    /// which a caller of another format cannot give back.</summary>
    private static bool EndsInUnsignedToolCalls(Prompt prompt)
    {
        var last = prompt.Turns.FindLastIndex(t => t.Role == TurnRole.Assistant);
        if (last < 0) return false;
        var signed = false;
        var called = false;
        for (; last >= 0 && prompt.Turns[last].Role == TurnRole.Assistant; last--)
        {
            called |= prompt.Turns[last].Parts.Exists(p => p is ToolCallPart);
            signed |= prompt.Turns[last].Parts.Exists(p => p is ReasoningPart { Signature.Length: > 0 });
        }

        return called && !signed;
    }
}
