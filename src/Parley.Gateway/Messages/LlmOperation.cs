namespace Parley.Gateway.Messages;

/// <summary>What a caller wants done.</summary>
public enum LlmOperation : byte
{
    /// <summary>Generate an answer.</summary>
    Generate,

    /// <summary>Count the tokens of a prompt; nothing is generated.</summary>
    CountTokens,

    /// <summary>Embed text.</summary>
    Embed,
}
