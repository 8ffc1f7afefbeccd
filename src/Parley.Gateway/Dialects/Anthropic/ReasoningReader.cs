using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Anthropic;

/// <summary>Reads <c>thinking</c>, <c>output_config</c> and its older spelling <c>output_format</c>.</summary>
internal static class ReasoningReader
{
    public static void Read(JsonFields fields, Prompt prompt)
    {
        var config = fields.Object("output_config");
        var effort = config?.Text("effort");
        if (fields.Object("thinking") is { } thinking)
        {
            prompt.Names[nameof(Prompt.Reasoning)] = "thinking";
            prompt.Reasoning = ReadThinking(thinking, effort, prompt);
        }
        else if (effort is not null)
        {
            prompt.Names[nameof(Prompt.Reasoning)] = "output_config.effort";
            prompt.Reasoning = new Reasoning(true, effort, null);
        }

        if (config?.Object("format") is { } format) ReadFormat(format, "output_config.format", prompt);
        else if (fields.Object("output_format") is { } older) ReadFormat(older, "output_format", prompt);

        if (config is null) return;
        foreach (var member in config.Value.Value.EnumerateObject())
            if (member.Name is not ("effort" or "format")) prompt.Unshare("output_config." + member.Name);
    }

    private static Reasoning? ReadThinking(JsonFields thinking, string? effort, Prompt prompt)
    {
        if (thinking.Has("display")) prompt.Unshare("thinking.display");
        switch (thinking.NeedText("type"))
        {
            case "enabled":
                var budget = thinking.Integer("budget_tokens") ?? throw thinking.Missing("budget_tokens");
                return new Reasoning(true, effort, budget);
            case "disabled":
                if (effort is not null) prompt.Unshare("output_config.effort");
                return new Reasoning(false, null, null);
            case "adaptive":
                return new Reasoning(true, effort, null);
            case "between_tools":
                return new Reasoning(true, effort ?? "low", null);
            default:
                prompt.Unshare("thinking");
                return effort is null ? null : new Reasoning(true, effort, null);
        }
    }

    private static void ReadFormat(JsonFields format, string name, Prompt prompt)
    {
        if (format.NeedText("type") != "json_schema") throw format.Bad("type", "must be 'json_schema'");
        prompt.OutputFormat = new OutputFormat(format.NeedObject("schema").Value, null, null, Strict: true) { IsStrictAnyway = true };
        prompt.Names[nameof(Prompt.OutputFormat)] = name;
        prompt.Names["response_format.json_schema"] = name;
    }
}
