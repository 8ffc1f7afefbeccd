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

    /// <summary>Make pictures of words; OpenAI's format through only, like the three below.</summary>
    GenerateImage,

    /// <summary>Make pictures of pictures.</summary>
    EditImage,

    /// <summary>Speak a text.</summary>
    Speak,

    /// <summary>Write down what is said in a recording.</summary>
    Transcribe,

    /// <summary>Shorten a conversation to what only its vendor can read; the Responses format only.</summary>
    Compact,
}
