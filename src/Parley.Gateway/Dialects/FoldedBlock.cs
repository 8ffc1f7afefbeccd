using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects;

/// <summary>One content block of a folded answer.</summary>
internal sealed class FoldedBlock(BlockKind kind, JsonText id, JsonText name)
{
    private int _counted;
    private int _characters;

    /// <summary>What it holds.</summary>
    public BlockKind Kind { get; } = kind;

    /// <summary>A tool call's id.</summary>
    public JsonText Id { get; } = id;

    /// <summary>A tool call's name, or the media type of a picture.</summary>
    public JsonText Name { get; } = name;

    /// <summary>A tool call's signature; empty for none.</summary>
    public JsonText Signature { get; set; }

    /// <summary>All deltas, joined, or the base64 of a picture; escaped.</summary>
    public PooledBytes Text { get; } = new();

    /// <summary>What is known of its tokens' probabilities: the list without its brackets; null for nothing.</summary>
    public PooledBytes? Logprobs { get; private set; }

    /// <summary>Sources cited by this block.</summary>
    public List<Citation> Citations { get; } = [];

    /// <summary>How many of them a stream has told.</summary>
    public int ToldCitations { get; set; }

    /// <summary>How many characters it has so far.</summary>
    public int CountCharacters()
    {
        _characters += JsonStrings.Characters(Text.Written.Span[_counted..]);
        _counted = Text.Count;
        return _characters;
    }

    /// <summary>The block ends.</summary>
    public void Stop()
    {
        if (Citations.Count > 0) Citations.EndAt(CountCharacters());
    }

    /// <summary>Adds to what is known of its tokens.</summary>
    public void Add(ReadOnlyMemory<byte> logprobs)
    {
        if (logprobs.IsEmpty) return;
        if (Logprobs is null) Logprobs = new PooledBytes();
        else Logprobs.Raw(","u8);
        Dialects.Logprobs.WriteInside(logprobs, Logprobs);
    }

    /// <summary>Gives the pooled memory back.</summary>
    public void Release()
    {
        Text.Release();
        Logprobs?.Release();
    }
}
