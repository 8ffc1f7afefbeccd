namespace Parley.Gateway.Routing.Policies;

/// <summary>Whether a model's context holds a request.</summary>
internal enum ContextFit : byte
{
    /// <summary>Prompt and answer fit, or the context's length is not known.</summary>
    Fits,

    /// <summary>By the estimate the prompt does not fit, but estimates err.</summary>
    MayFit,

    /// <summary>The prompt leaves no room for the answer that is asked for.</summary>
    LacksRoom,

    /// <summary>The prompt alone is certainly longer.</summary>
    Cannot,
}

/// <summary>Decides a <see cref="ContextFit"/>. Pure.</summary>
internal static class ContextFits
{
    public static ContextFit Of(UpstreamTarget target, RouteQuestion question)
    {
        if (target.ContextWindow is not { } window) return ContextFit.Fits;
        if (question.Size.AtLeast > window) return ContextFit.Cannot;
        var answer = question.Needs.MaxOutput is { } asked ? Math.Min(asked, target.MaxOutputTokens ?? asked) : 0;
        if (question.Size.AtLeast + answer > window) return ContextFit.LacksRoom;
        return question.Size.Tokens + answer > window ? ContextFit.MayFit : ContextFit.Fits;
    }
}
