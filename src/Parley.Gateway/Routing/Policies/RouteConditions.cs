using Parley.Gateway.Routing.Classifying;

namespace Parley.Gateway.Routing.Policies;

/// <summary>Whether a condition holds of a request. Pure.</summary>
internal static class RouteConditions
{
    public static bool Holds(RouteCondition? condition, RouteQuestion question) =>
        condition is null
        || (IsOfKind(condition, question)
            && (condition.Tags.IsEmpty || Tags.HasAny(question.Tags, condition.Tags.AsSpan()))
            && (condition.Callers.IsEmpty || IsOneOf(condition, question.KeyId) || IsOneOf(condition, question.UserId))
            && question.Size.Tokens >= (condition.MinPromptTokens ?? 0)
            && question.Size.Tokens <= (condition.MaxPromptTokens ?? long.MaxValue)
            && (condition.Needs & ~question.Needs.Capabilities) == 0);

    /// <summary>Some choice looks at the kind of request.</summary>
    public static bool NeedContext(RouteRule rule)
    {
        foreach (var choice in rule.Choices)
            if (choice.When is { Contexts.IsEmpty: false }) return true;
        foreach (var choice in rule.Fallbacks)
            if (choice.When is { Contexts.IsEmpty: false }) return true;
        return false;
    }

    private static bool IsOfKind(RouteCondition condition, RouteQuestion question) =>
        condition.Contexts.IsEmpty || (question.Kind is { } kind && condition.Contexts.Contains(kind.Context.Name()));

    private static bool IsOneOf(RouteCondition condition, string? id) => id is not null && condition.Callers.Contains(id);
}
