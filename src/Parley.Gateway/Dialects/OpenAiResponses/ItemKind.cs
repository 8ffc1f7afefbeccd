namespace Parley.Gateway.Dialects.OpenAiResponses;

/// <summary>The kinds of output item that mean something in other formats.</summary>
internal enum ItemKind : byte
{
    /// <summary>The vendor's own tools, and whatever comes next.</summary>
    Other,
    Message,
    Reasoning,
    Call,
    Image,
}
