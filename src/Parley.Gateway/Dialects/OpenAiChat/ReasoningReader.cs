using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiChat;

/// <summary>How much to reason: OpenAI's <c>reasoning_effort</c>, OpenRouter's <c>reasoning</c>, or the <c>thinking</c> of several compatible vendors.</summary>
internal static class ReasoningReader
{
    /// <summary>Reads whichever is there; OpenAI's own comes first.</summary>
    public static void Read(JsonFields request, Prompt prompt)
    {
        var effort = request.Text("reasoning_effort");
        var (reasoning, name) = effort is not null ? (FromEffort(effort), "reasoning_effort")
            : request.Object("reasoning") is { } router ? (FromRouter(router), "reasoning")
            : request.Object("thinking") is { } thinking ? (FromThinking(thinking), "thinking")
            : (null, "reasoning_effort");
        prompt.Reasoning = reasoning;
        if (reasoning is null && name == "thinking") prompt.Unshare("thinking"); // says something else about it (Z.ai)
        prompt.Names[nameof(Prompt.Reasoning)] = name;
        prompt.Names[nameof(ReasoningPart)] = "messages.reasoning_content";
    }

    private static Reasoning FromEffort(string effort) => new(effort != "none", effort, null);

    private static Reasoning? FromRouter(JsonFields reasoning)
    {
        var effort = reasoning.Text("effort");
        var budget = reasoning.Integer("max_tokens");
        var enabled = reasoning.Flag("enabled");
        if (effort is null && budget is null && enabled is null) return null;
        return new Reasoning(enabled ?? effort != "none", effort, budget);
    }

    private static Reasoning? FromThinking(JsonFields thinking) =>
        thinking.Text("type") is { } type ? new(type != "disabled", null, thinking.Integer("budget_tokens")) : null;
}
