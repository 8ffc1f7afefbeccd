using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects;

/// <summary>One content block of a folded answer.</summary>
internal sealed class FoldedBlock(BlockKind kind, JsonText id, JsonText name)
{
    /// <summary>What it holds.</summary>
    public BlockKind Kind { get; } = kind;

    /// <summary>A tool call's id.</summary>
    public JsonText Id { get; } = id;

    /// <summary>A tool call's name, or the media type of a picture.</summary>
    public JsonText Name { get; } = name;

    /// <summary>All deltas, joined, or the base64 of a picture; escaped.</summary>
    public PooledBytes Text { get; } = new();

    /// <summary>Sources cited by this block.</summary>
    public List<Citation> Citations { get; } = [];

    /// <summary>Gives the pooled memory back.</summary>
    public void Release() => Text.Release();
}
