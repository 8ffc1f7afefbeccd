using Parley.Simulator.Behaviour;
using Parley.Simulator.Requests;

namespace Parley.Simulator.Answers;

/// <summary>Decides what the model says: the content words of the spec, and the conversation where they look at it.</summary>
internal static class AnswerComposer
{
    private const string Thought = "The user wants an answer. Let me think about it step by step.";
    private const string Signature = "EqQBCgIYAhIM1gbcDa9GJwZA2b3hGgxBdjrkzLoky3dl1pkiMOYds6+/==";

    public static Answer Compose(Spec spec, string id, string model, Conversation? conversation)
    {
        var content = spec.Content;
        var parts = new List<Part>();
        if (content.Think) parts.Add(new ThinkingPart(Words.Cut(Thought, 8), Signature));
        if (content.Redacted) parts.Add(new RedactedThinkingPart("EmwKAhgBEgy3va3pzix/LafPsn4aDFIT2Xlxh0L5L8rLVyIwxtE3rAFBa8cr3qpP"));
        if (content is { ServerTool: true, Around: true }) parts.Add(new TextPart(Words.Cut("Let me look that up. ")));
        if (content.ServerTool) parts.Add(new ServerSearchPart("srvtoolu_01WYG3ziw53XMcoyKL4XcZmE", ["", "{\"query\"", ": \"weather ", "Paris\"}"]));

        var callsTools = content.Tools > 0 && conversation is not { ToolResults.Count: > 0 };
        if (callsTools) parts.AddRange(ToolCalls(content, id, conversation));
        else parts.Add(Says(content, conversation));

        var answer = new Answer(id, model, parts, EndingOf(content, callsTools), default!) { Stamped = content.Stamps };
        if (content.Obey && conversation is not null) answer = Obedience.Apply(answer, conversation);
        return answer with { Tokens = Count(content, answer.Parts) };
    }

    private static Part Says(Content content, Conversation? conversation)
    {
        if (content.Refuse) return new RefusalPart(Words.Cut("I cannot help with that."));
        if (content.Json) return new TextPart(Words.Cut("""{"city":"Paris","temperature":21,"tags":["mild","dry"]}"""));
        if (conversation is { ToolResults.Count: > 0 }) return new TextPart(Words.Cut("The tool said: " + string.Join(" | ", conversation.ToolResults)));
        if (content.Echo && conversation is not null) return new TextPart(Words.Cut(conversation.LastUserText));
        return new TextPart(Words.Fill(content), content.Cite, content.ServerTool);
    }

    private static IEnumerable<ToolCallPart> ToolCalls(Content content, string id, Conversation? conversation)
    {
        var names = conversation is { ToolNames.Count: > 0 } ? conversation.ToolNames : ["get_weather"];
        for (var i = 0; i < content.Tools; i++)
        {
            var arguments = content.EmptyArguments ? "" : $$"""{"city": "Paris", "days": {{i + 1}}, "note": "naïve \"quoted\" 日本"}""";
            yield return new($"{id[^12..]}{i}", names[i % names.Count], Words.Cut(arguments, 7));
        }
    }

    private static Ending EndingOf(Content content, bool callsTools) => content switch
    {
        { Length: true } => Ending.Length,
        { Filter: true } => Ending.Filter,
        { Pause: true } => Ending.Pause,
        _ when callsTools => Ending.ToolCalls,
        { Refuse: true } => Ending.Refusal,
        _ => Ending.Natural,
    };

    private static Tokens Count(Content content, IReadOnlyList<Part> parts)
    {
        var reasoning = parts.OfType<ThinkingPart>().Sum(p => p.Pieces.Count);
        return new(content.PromptTokens, content.CachedTokens, content.CacheWriteTokens, content.CacheWriteHourTokens,
            Math.Max(1, parts.Sum(p => p.Pieces.Count)), reasoning, parts.OfType<ServerSearchPart>().Count());
    }
}
