using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiResponses;

/// <summary>An output item that is being told, or was: what has been said of it, so that nothing is said twice when <c>done</c> events repeat it.</summary>
internal sealed class OpenItem(int index, JsonText id, ItemKind kind)
{
    private const int FewParts = 64;

    private ulong _said;
    private HashSet<int>? _saidBeyond; // few items have more parts than bits

    /// <summary>Its place in the output.</summary>
    public int Index { get; } = index;

    /// <summary>The vendor's id of it.</summary>
    public JsonText Id { get; } = id;

    /// <summary>What it is.</summary>
    public ItemKind Kind { get; } = kind;

    /// <summary>A call's own id.</summary>
    public JsonText CallId { get; set; }

    /// <summary>The text of the open part is whole; sources may still be told, so its block stays open until something else begins.</summary>
    public bool IsPartDone { get; set; }

    /// <summary>A call whose beginning brought all of its arguments: whatever follows repeats them.</summary>
    public bool IsTold { get; set; }

    /// <summary>Nothing more is said of it.</summary>
    public bool IsDone { get; set; }

    /// <summary>Its open block; -1 when there is none.</summary>
    public int Block { get; set; } = -1;

    /// <summary>What the open block holds.</summary>
    public BlockKind BlockKind { get; set; }

    /// <summary>The part that the open block stands for; of reasoning, the last part with text.</summary>
    public int Part { get; set; } = -1;

    /// <summary>Annotations of the open block that have been said.</summary>
    public int Annotations { get; set; }

    /// <summary>Whether the text of a part has been said, at least its beginning.</summary>
    public bool HasSaid(int part) => part < FewParts ? (_said & (1UL << part)) != 0 : _saidBeyond?.Contains(part) == true;

    /// <summary>Notes that it is.</summary>
    /// <exception cref="JsonException">There are more than an answer can have.</exception>
    public void Say(int part)
    {
        if (part < FewParts) _said |= 1UL << part;
        else if ((_saidBeyond ??= []).Add(part) && _saidBeyond.Count > EventBatch.Most) throw new JsonException("More parts than an answer can have.");
    }
}
