using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiChat;

/// <summary>Reads a Chat Completions request. <c>model</c>, <c>stream</c> and <c>stream_options</c> are the envelope's.</summary>
internal static class RequestReader
{
    /// <summary>Reads the body.</summary>
    /// <exception cref="GatewayFaultException">A field is missing or of a wrong type; names it.</exception>
    public static Prompt Read(JsonElement body)
    {
        var request = JsonFields.Root(body);
        var prompt = new Prompt();
        prompt.Names["messages.content.document"] = "messages.content.file";
        prompt.Names["messages.content.image"] = "messages.content.image_url";
        new TurnReader(prompt).Read(request);
        ToolReader.Read(request, prompt);
        ReadSampling(request, prompt);
        ReadLimits(request, prompt);
        ReadOutputFormat(request, prompt);
        ReasoningReader.Read(request, prompt);
        ReadUser(request, prompt);
        NameUnshared(request, prompt);
        return prompt;
    }

    private static void ReadSampling(JsonFields request, Prompt prompt)
    {
        prompt.Temperature = request.Number("temperature");
        if (prompt.Temperature is < 0 or > 2) throw request.Bad("temperature", "must be from 0 to 2");
        prompt.TopP = request.Number("top_p");
        if (prompt.TopP is < 0 or > 1) throw request.Bad("top_p", "must be from 0 to 1");
        prompt.TopK = request.Integer("top_k");
        prompt.PresencePenalty = request.Number("presence_penalty");
        prompt.FrequencyPenalty = request.Number("frequency_penalty");
        prompt.Seed = request.Integer("seed");
        prompt.StopSequences.AddRange(request.Texts("stop"));
        prompt.Names[nameof(Prompt.StopSequences)] = "stop";
        var top = Logprobs.ReadTop(request);
        if (request.Flag("logprobs") == true) prompt.Logprobs = new LogprobsWish(top);
        else if (top > 0) prompt.Unshare("top_logprobs");
    }

    private static void ReadLimits(JsonFields request, Prompt prompt)
    {
        var name = request.Has("max_completion_tokens") ? "max_completion_tokens" : "max_tokens";
        prompt.MaxOutputTokens = request.Integer(name);
        if (prompt.MaxOutputTokens < 1) throw request.Bad(name, "must be at least 1");
        prompt.Names[nameof(Prompt.MaxOutputTokens)] = name;
        prompt.Choices = request.Integer("n");
        if (prompt.Choices < 1) throw request.Bad("n", "must be at least 1");
        prompt.Names[nameof(Prompt.Choices)] = "n";
    }

    private static void ReadOutputFormat(JsonFields request, Prompt prompt)
    {
        prompt.Modalities.AddRange(request.Texts("modalities"));
        if (request.Object("response_format") is not { } format) return;
        prompt.Names[nameof(Prompt.OutputFormat)] = "response_format";
        prompt.OutputFormat = format.NeedText("type") switch
        {
            "text" => null,
            "json_object" => new OutputFormat(default, null, null, null),
            "json_schema" => ReadSchema(format.NeedObject("json_schema")),
            _ => throw format.Bad("type", "must be 'text', 'json_object' or 'json_schema'"),
        };
    }

    private static OutputFormat ReadSchema(JsonFields schema) =>
        new(schema.Object("schema")?.Value ?? default, schema.Text("name"), schema.Text("description"), schema.Flag("strict"));

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
            if (RequestFields.AreShared(name) || !RequestFields.AsksForSomething(name, member.Value) || prompt.TryTake(member)) continue;
            if (name == OpenAiFields.Verbosity || (name == WebSearch.Options && member.Value.ValueKind == JsonValueKind.Object)) prompt.OpenAiFields.Add(new OpenAiField(name, name, member.Value));
            else prompt.Unshare(name);
        }
    }
}
