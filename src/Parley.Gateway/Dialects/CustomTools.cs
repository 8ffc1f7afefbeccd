using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects;

/// <summary>OpenAI's custom tools, whose input is free text. To everybody else each is a function with that text as its one argument.</summary>
internal static class CustomTools
{
    private static readonly JsonElement Schema = JsonElement.Parse(
        """{"type":"object","properties":{"input":{"type":"string"}},"required":["input"],"additionalProperties":false}"""u8);

    /// <summary>Reads a definition. Chat has the grammar in an object of its own, Responses beside the format's type.</summary>
    public static ToolDefinition Read(JsonFields tool)
    {
        var name = tool.NeedText("name");
        if (name.Length == 0) throw tool.Bad("name", "must not be empty");
        var custom = ReadFormat(tool, new CustomTool(tool.Text("description")));
        return new ToolDefinition(name, Explained(custom), Schema) { Custom = custom };
    }

    /// <summary>A call of the history.</summary>
    public static ToolCallPart Call(string id, string name, string input) => new(id, name, CustomInput.Arguments(input)) { Input = input };

    /// <summary>Whether a choice names a custom tool of the prompt.</summary>
    public static bool Chooses(Prompt prompt, ToolChoice choice) => prompt.Tools.Exists(tool => tool.Custom is not null && tool.Name == choice.Name);

    /// <summary>The names of a prompt's custom tools; null when it has none.</summary>
    public static HashSet<string>? NamesIn(Prompt prompt)
    {
        HashSet<string>? names = null;
        foreach (var tool in prompt.Tools)
            if (tool.Custom is not null) (names ??= new(StringComparer.Ordinal)).Add(tool.Name);
        return names;
    }

    private static CustomTool ReadFormat(JsonFields tool, CustomTool custom)
    {
        if (tool.Object("format") is not { } format) return custom;
        switch (format.NeedText("type"))
        {
            case "text":
                return custom;
            case "grammar":
                var grammar = format.Object("grammar") ?? format;
                return custom with { Syntax = grammar.NeedText("syntax"), Grammar = grammar.NeedText("definition") };
            default:
                throw format.Bad("type", "must be 'text' or 'grammar'");
        }
    }

    /// <summary>The description for vendors who can hold nobody to a grammar: they are told of it.</summary>
    private static string Explained(CustomTool custom)
    {
        var text = "The argument `input` is the tool's whole input, as plain text.";
        if (!string.IsNullOrEmpty(custom.Description)) text = $"{custom.Description}\n\n{text}";
        return custom.Syntax switch
        {
            null => text,
            "regex" => $"{text} It must match this regular expression:\n\n{custom.Grammar}",
            var syntax => $"{text} It must follow this grammar, which is written in the syntax of {(syntax == "lark" ? "Lark" : syntax)}:\n\n{custom.Grammar}",
        };
    }
}
