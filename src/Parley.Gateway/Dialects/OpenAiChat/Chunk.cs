using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiChat;

/// <summary>What one frame (or one whole body) says about choice 0, gathered in any key order. Reused from frame to frame.</summary>
internal sealed class Chunk
{
    private readonly List<ChunkText> _texts = [];
    private readonly List<ChunkCall> _calls = [];
    private readonly List<Citation> _citations = [];
    private readonly List<Picture> _pictures = [];
    private readonly List<JsonText> _links = [];

    /// <summary>The vendor's id of the answer; empty when absent.</summary>
    public JsonText Id { get; set; }

    /// <summary>The vendor's model name; empty when absent.</summary>
    public JsonText Model { get; set; }

    /// <summary>A top-level <c>error</c> that is not <c>null</c>.</summary>
    public bool HasError { get; set; }

    /// <summary>Choices in the frame, of any index.</summary>
    public int Choices { get; set; }

    /// <summary>Further choices (<c>n</c> above 1) that the frame speaks of, a bit for each index.</summary>
    public UInt128 Others { get; set; }

    /// <summary>Those of them that end in it.</summary>
    public UInt128 EndedOthers { get; set; }

    /// <summary>Reasoning text (<c>reasoning_content</c>, or else <c>reasoning</c>).</summary>
    public JsonText Reasoning { get; set; }

    /// <summary>Answer text, or the parts of an array of content.</summary>
    public List<ChunkText> Texts => _texts;

    /// <summary>Refusal text.</summary>
    public JsonText Refusal { get; set; }

    /// <summary>Log probabilities of the text's tokens; empty for none.</summary>
    public ReadOnlyMemory<byte> Logprobs { get; set; }

    /// <summary>Those of the refusal's.</summary>
    public ReadOnlyMemory<byte> RefusalLogprobs { get; set; }

    /// <summary>Pieces of tool calls.</summary>
    public List<ChunkCall> Calls => _calls;

    /// <summary>Cited web sources.</summary>
    public List<Citation> Citations => _citations;

    /// <summary>Pictures that the model made.</summary>
    public List<Picture> Pictures => _pictures;

    /// <summary>Addresses of pictures that are elsewhere.</summary>
    public List<JsonText> Links => _links;

    /// <summary>It says something of the answer's content.</summary>
    public bool HasContent => !Reasoning.IsEmpty || !Refusal.IsEmpty || _calls.Count > 0 || _citations.Count > 0 || _pictures.Count > 0 || _links.Count > 0 || _texts.Exists(t => !t.Text.IsEmpty);

    /// <summary>Why the answer ends; null while it does not.</summary>
    public FinishReason? Finish { get; set; }

    /// <summary>The finish reason says that the vendor broke off.</summary>
    public GatewayFault? FinishFault { get; set; }

    /// <summary>Usage, or null.</summary>
    public Usage? Usage { get; set; }

    /// <summary>The raw usage object.</summary>
    public ReadOnlyMemory<byte> UsageJson { get; set; }

    /// <summary>The random padding that OpenAI adds to frames against traffic analysis.</summary>
    public JsonText Obfuscation { get; set; }

    /// <summary>Refuses a frame with more pieces than any vendor would send, before they fill the memory.</summary>
    /// <exception cref="JsonException">It is garbage.</exception>
    public void Bound()
    {
        if (_texts.Count + _calls.Count + _citations.Count + _pictures.Count + _links.Count > EventBatch.Most) throw new JsonException("More pieces than a frame can have.");
    }

    /// <summary>Makes it ready for the next frame.</summary>
    public void Clear()
    {
        Id = Model = Reasoning = Refusal = Obfuscation = default;
        HasError = false;
        Choices = 0;
        Others = EndedOthers = 0;
        Finish = null;
        FinishFault = null;
        Usage = null;
        UsageJson = Logprobs = RefusalLogprobs = default;
        _texts.Clear();
        _calls.Clear();
        _citations.Clear();
        _pictures.Clear();
        _links.Clear();
    }
}
