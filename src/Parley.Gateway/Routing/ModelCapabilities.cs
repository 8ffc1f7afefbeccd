namespace Parley.Gateway.Routing;

/// <summary>What a model can do beyond text.</summary>
[Flags]
public enum ModelCapabilities
{
    /// <summary>Text only.</summary>
    None = 0,

    /// <summary>Takes pictures.</summary>
    Vision = 1,

    /// <summary>Takes PDF files.</summary>
    Pdf = 2,

    /// <summary>Calls tools.</summary>
    Tools = 4,

    /// <summary>Thinks before it answers.</summary>
    Reasoning = 8,

    /// <summary>Reads prompts from the vendor's cache.</summary>
    Cache = 16,

    /// <summary>Answers in batches.</summary>
    Batch = 32,

    /// <summary>Keeps to a JSON schema.</summary>
    StructuredOutput = 64,

    /// <summary>Takes sound.</summary>
    AudioInput = 128,

    /// <summary>Speaks.</summary>
    AudioOutput = 256,

    /// <summary>Makes pictures.</summary>
    ImageOutput = 512,
}
