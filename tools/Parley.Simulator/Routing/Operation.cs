namespace Parley.Simulator.Routing;

/// <summary>What a path asks for.</summary>
internal enum Operation
{
    Unknown,
    Generate,
    CountTokens,
    Embed,
    EmbedBatch,
    GenerateImage,
    EditImage,
    Speak,
    Transcribe,
}
