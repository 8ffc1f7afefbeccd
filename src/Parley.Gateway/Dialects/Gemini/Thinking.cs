using System.Buffers;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Gemini;

/// <summary>
/// Decides how a wish to reason is put to a model: a budget for Gemini 2.5, a level since Gemini 3. Pure; written by
/// <see cref="Write"/>. What a word is worth in tokens, Google documents for its OpenAI-compatible door.
/// </summary>
/// <param name="Budget">The value of <c>thinkingBudget</c>, or null; -1 lets the model decide, 0 turns thinking off.</param>
/// <param name="Level">The value of <c>thinkingLevel</c>, or null.</param>
/// <param name="IsShown">The thoughts are asked for.</param>
/// <param name="IsDropped">The wish cannot be carried.</param>
internal readonly record struct Thinking(long? Budget = null, string? Level = null, bool IsShown = false, bool IsDropped = false)
{
    private const long Low = 1_024, Medium = 8_192;

    public static Thinking Decide(Prompt prompt, ModelTraits model)
    {
        if (prompt.Reasoning is not { } wish) return default;
        var isWanted = wish.Enabled && wish.Effort != "none";
        if (!model.Thinks) return new(IsDropped: isWanted);
        if (model.IsThree) return new(Level: isWanted ? LevelOf(wish, model) : model.HasOneLevel ? null : model.LeastLevel, IsShown: isWanted);
        return isWanted
            ? new(BudgetOf(wish, model, prompt.MaxOutputTokens), IsShown: true)
            : new(model.CanTurnOff ? 0 : model.LeastBudget);
    }

    /// <summary>Whether there is anything to write.</summary>
    public bool IsSaid => Budget is not null || Level is not null || IsShown;

    /// <summary>Writes the member's value.</summary>
    public void Write(IBufferWriter<byte> output)
    {
        output.Raw("{"u8);
        if (Budget is { } budget)
        {
            output.Raw("\"thinkingBudget\":"u8);
            output.Number(budget);
        }
        else if (Level is not null)
        {
            output.Raw("\"thinkingLevel\":"u8);
            output.String(Level);
        }

        if (IsShown) output.Raw(Budget is null && Level is null ? "\"includeThoughts\":true"u8 : ",\"includeThoughts\":true"u8);
        output.Raw("}"u8);
    }

    /// <summary>A budget for a word leaves a fifth of the caller's limit for the answer; a caller's own number only stays below the limit.</summary>
    private static long BudgetOf(Reasoning wish, ModelTraits model, long? limit)
    {
        if (wish is { BudgetTokens: null, Effort: null }) return -1;
        var most = limit is not { } tokens ? model.MostBudget : wish.BudgetTokens is null ? tokens / 5 * 4 : tokens - 1;
        var budget = wish.BudgetTokens ?? wish.Effort switch
        {
            "minimal" or "low" => Low,
            "medium" => Medium,
            "high" => 24_576,
            _ => model.MostBudget,
        };
        return Math.Clamp(Math.Min(budget, most), model.LeastBudget, model.MostBudget);
    }

    /// <summary>A budget takes the level that is nearest by ratio. Levels that a model has not got go up to the next that it has.</summary>
    private static string? LevelOf(Reasoning wish, ModelTraits model)
    {
        if (model.HasOneLevel) return null;
        var level = wish switch
        {
            { Effort: "minimal" } => model.LeastLevel,
            { Effort: "low" } => "low",
            { Effort: "medium" } => "medium",
            { Effort: not null } => "high",
            { BudgetTokens: null } => null,
            { BudgetTokens: <= 2_896 } => "low",
            { BudgetTokens: <= 14_188 } => "medium",
            _ => "high",
        };
        return (level == "low" && !model.HasLow) || (level == "medium" && !model.HasMedium) ? "high" : level;
    }
}
