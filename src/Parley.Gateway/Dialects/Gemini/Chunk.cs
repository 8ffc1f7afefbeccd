using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Gemini;

/// <summary>What one <c>GenerateContentResponse</c> says about candidate 0, gathered in any key order. Reused from frame to frame.</summary>
internal sealed class Chunk
{
    /// <summary>The vendor's id of the answer; empty when absent.</summary>
    public JsonText Id { get; set; }

    /// <summary>The vendor's model name; empty when absent.</summary>
    public JsonText Model { get; set; }

    /// <summary>A top-level <c>error</c> that is not <c>null</c>.</summary>
    public bool HasError { get; set; }

    /// <summary>Candidate 0 is there, however empty.</summary>
    public bool HasCandidate { get; set; }

    /// <summary>The prompt was refused: there will be no candidate.</summary>
    public bool IsBlocked { get; set; }

    /// <summary>The parts of the content, in order.</summary>
    public List<ChunkPart> Parts { get; } = [];

    /// <summary>Sources that the model recites.</summary>
    public List<Citation> Recited { get; } = [];

    /// <summary>Sources that the vendor's search found, by their numbers; without an address where they have none.</summary>
    public List<Citation> Found { get; } = [];

    /// <summary>Which words which of them support.</summary>
    public List<ChunkSupport> Supports { get; } = [];

    /// <summary>Says something of sources.</summary>
    public bool HasSources => Recited.Count + Found.Count + Supports.Count > 0;

    /// <summary>Why the answer ends; null while it does not.</summary>
    public FinishReason? Finish { get; set; }

    /// <summary>The finish reason says that the answer is of no use.</summary>
    public GatewayFault? FinishFault { get; set; }

    /// <summary>The raw usage object; empty when absent.</summary>
    public ReadOnlyMemory<byte> Usage { get; set; }

    /// <summary>Refuses a frame with more pieces than any vendor would send, before they fill the memory.</summary>
    /// <exception cref="JsonException">It is garbage.</exception>
    public void Bound()
    {
        if (Parts.Count + Recited.Count + Found.Count + Supports.Count > EventBatch.Most) throw new JsonException("More pieces than a frame can have.");
    }

    /// <summary>Makes it ready for the next frame.</summary>
    public void Clear()
    {
        Id = Model = default;
        HasError = HasCandidate = IsBlocked = false;
        Finish = null;
        FinishFault = null;
        Usage = default;
        Parts.Clear();
        Recited.Clear();
        Found.Clear();
        Supports.Clear();
    }
}
