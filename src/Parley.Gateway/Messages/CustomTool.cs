namespace Parley.Gateway.Messages;

/// <summary>
/// What a custom tool of OpenAI's says beyond the function that stands for it elsewhere: its input is free text. <paramref name="Description"/>:
/// the caller's own; <paramref name="Syntax"/>: <c>lark</c> or <c>regex</c>, and <paramref name="Grammar"/>, to which the text is held; null for any text.
/// </summary>
public sealed record CustomTool(string? Description, string? Syntax = null, string? Grammar = null);
