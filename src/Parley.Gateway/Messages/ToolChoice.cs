namespace Parley.Gateway.Messages;

/// <summary>How the model chooses a tool.</summary>
public enum ToolChoiceMode : byte
{
    /// <summary>As it likes.</summary>
    Auto,

    /// <summary>None.</summary>
    None,

    /// <summary>At least one (OpenAI's <c>required</c>, Anthropic's <c>any</c>).</summary>
    Required,

    /// <summary>The named one.</summary>
    Named,
}

/// <summary>Which tool to call. <paramref name="Name"/> only with <see cref="ToolChoiceMode.Named"/>.</summary>
public sealed record ToolChoice(ToolChoiceMode Mode, string? Name = null);
