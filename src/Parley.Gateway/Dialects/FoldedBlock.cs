using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects;

/// <summary>One content block of a folded answer.</summary>
internal sealed class FoldedBlock(BlockKind kind, JsonText id, JsonText name, ReadOnlyMemory<byte> json)
{
    /// <summary>What it holds.</summary>
    public BlockKind Kind { get; } = kind;

    /// <summary>A tool call's id.</summary>
    public JsonText Id { get; } = id;

    /// <summary>A tool call's name.</summary>
    public JsonText Name { get; } = name;

    /// <summary>The vendor's raw block, for opaque kinds.</summary>
    public ReadOnlyMemory<byte> Json { get; } = json;

    /// <summary>All deltas, joined; escaped.</summary>
    public PooledBytes Text { get; } = new();

    /// <summary>All pieces of the signature, joined; escaped.</summary>
    public PooledBytes Signature { get; } = new();

    /// <summary>Sources cited by this block.</summary>
    public List<Citation> Citations { get; } = [];

    /// <summary>Gives the pooled memory back.</summary>
    public void Release()
    {
        Text.Release();
        Signature.Release();
    }
}
