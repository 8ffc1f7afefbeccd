namespace Parley.Chat.Generations;

/// <summary>A call of a tool that an answer made. <paramref name="Arguments"/> is a JSON document.</summary>
internal sealed record ToolUse(string Id, string Name, string Arguments);
