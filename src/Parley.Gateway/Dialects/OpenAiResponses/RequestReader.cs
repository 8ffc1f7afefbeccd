using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiResponses;

/// <summary>Reads a Responses request. <c>model</c> and <c>stream</c> are the envelope's.</summary>
internal static class RequestReader
{
    /// <summary>How a request asks for log probabilities.</summary>
    public const string IncludedLogprobs = "message.output_text.logprobs";

    /// <summary>Reads the body.</summary>
    /// <exception cref="GatewayFaultException">A field is missing or of a wrong type; names it.</exception>
    public static Prompt Read(JsonElement body)
    {
        var request = JsonFields.Root(body);
        var prompt = new Prompt();
        prompt.Names[nameof(ReasoningPart)] = "input.reasoning";
        prompt.Names[nameof(GeneratedImagePart)] = "input.image_generation_call";
        ContentNames.Tell(prompt);
        if (request.Text("instructions") is { Length: > 0 } instructions) prompt.System.Add(new TextPart(instructions));
        new TurnReader(prompt).Read(request);
        ToolReader.Read(request, prompt);
        ReadSampling(request, prompt);
        ReadReasoning(request, prompt);
        ReadText(request, prompt);
        ReadLogprobs(request, prompt);
        ReadUser(request, prompt);
        NameUnshared(request, prompt);
        return prompt;
    }

    private static void ReadSampling(JsonFields request, Prompt prompt)
    {
        prompt.MaxOutputTokens = request.Integer("max_output_tokens");
        if (prompt.MaxOutputTokens < 1) throw request.Bad("max_output_tokens", "must be at least 1");
        prompt.Names[nameof(Prompt.MaxOutputTokens)] = "max_output_tokens";
        prompt.Temperature = request.Number("temperature");
        if (prompt.Temperature is < 0 or > 2) throw request.Bad("temperature", "must be from 0 to 2");
        prompt.TopP = request.Number("top_p");
        if (prompt.TopP is < 0 or > 1) throw request.Bad("top_p", "must be from 0 to 1");
    }

    /// <summary>What else may be included only this vendor has, or is told anyway.</summary>
    private static void ReadLogprobs(JsonFields request, Prompt prompt)
    {
        var top = Logprobs.ReadTop(request);
        prompt.Names[nameof(Prompt.Logprobs)] = "include";
        foreach (var name in request.Texts("include"))
        {
            if (name == IncludedLogprobs) prompt.Logprobs = new LogprobsWish(top);
            else prompt.Unshare("include");
        }

        if (top > 0 && prompt.Logprobs is null) prompt.Unshare("top_logprobs");
    }

    /// <summary>A wish for a summary alone asks for nothing: reasoning is told wherever there is some.</summary>
    private static void ReadReasoning(JsonFields request, Prompt prompt)
    {
        if (request.Object("reasoning") is not { } reasoning) return;
        prompt.Names[nameof(Prompt.Reasoning)] = "reasoning.effort";
        if (reasoning.Text("effort") is { } effort) prompt.Reasoning = new Reasoning(effort != "none", effort, null);
        foreach (var member in reasoning.Value.EnumerateObject())
        {
            if (member.Name is not ("effort" or "summary" or "generate_summary") && RequestFields.AsksForSomething(member.Name, member.Value))
                prompt.Unshare("reasoning." + member.Name);
        }
    }

    private static void ReadText(JsonFields request, Prompt prompt)
    {
        if (request.Object("text") is not { } text) return;
        foreach (var member in text.Value.EnumerateObject())
        {
            if (member.Name == "format" || !RequestFields.AsksForSomething(member.Name, member.Value)) continue;
            if (member.Name == OpenAiFields.Verbosity) prompt.OpenAiFields.Add(new OpenAiField(OpenAiFields.Verbosity, "text." + OpenAiFields.Verbosity, member.Value));
            else prompt.Unshare("text." + member.Name);
        }

        if (text.Object("format") is not { } format) return;
        prompt.Names[nameof(Prompt.OutputFormat)] = "text.format";
        prompt.OutputFormat = format.NeedText("type") switch
        {
            "text" => null,
            "json_object" => new OutputFormat(default, null, null, null),
            "json_schema" => new OutputFormat(format.NeedObject("schema").Value, format.NeedText("name"), format.Text("description"), format.Flag("strict")),
            _ => throw format.Bad("type", "must be 'text', 'json_object' or 'json_schema'"),
        };
    }

    private static void ReadUser(JsonFields request, Prompt prompt)
    {
        var name = request.Has("safety_identifier") ? "safety_identifier" : "user";
        prompt.User = request.Text(name);
        prompt.Names[nameof(Prompt.User)] = name;
        if (name == "safety_identifier" && request.Text("user") is not null) prompt.Unshare("user");
    }

    private static void NameUnshared(JsonFields request, Prompt prompt)
    {
        foreach (var member in request.Value.EnumerateObject())
        {
            var name = member.Name;
            if (!RequestFields.AreShared(name) && RequestFields.AsksForSomething(name, member.Value) && !prompt.TryTake(member)) prompt.Unshare(name);
        }
    }
}
