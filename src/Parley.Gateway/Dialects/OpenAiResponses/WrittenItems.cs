using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiResponses;

/// <summary>
/// Makes output items of blocks. Texts and refusals that follow one another, with nothing between them but what cannot cross formats
/// (the vendor's own tools), are parts of one message, so that their words join without a separator; but each part ends before the
/// next one begins, and blocks that are open at once are messages of their own. A block of reasoning, a call and a picture are items of their own. An item's end is told when the next one begins or the answer ends: only then is it known
/// whether a message goes on, and whether the answer was cut short within it.
/// </summary>
internal sealed class WrittenItems
{
    private readonly List<WrittenItem> _items = [];
    private readonly List<(WrittenItem? Item, int Part)> _blocks = [];

    /// <summary>All items, in order.</summary>
    public List<WrittenItem> All => _items;

    /// <summary>Where a block stands; no item for blocks that cannot cross.</summary>
    public (WrittenItem? Item, int Part) this[int block] => _blocks[block];

    /// <summary>Finds a place for a block that begins. <paramref name="isNew"/>: in an item that begins with it.</summary>
    public WrittenItem? Place(BlockKind kind, out bool isNew)
    {
        isNew = false;
        var wanted = kind switch
        {
            BlockKind.Text or BlockKind.Refusal => ItemKind.Message,
            BlockKind.Reasoning => ItemKind.Reasoning,
            BlockKind.ToolCall or BlockKind.CustomCall => ItemKind.Call,
            BlockKind.Image => ItemKind.Image,
            _ => ItemKind.Other,
        };
        if (wanted == ItemKind.Other)
        {
            _blocks.Add((null, 0));
            return null;
        }

        isNew = wanted != ItemKind.Message || _items is not [.., { Kind: ItemKind.Message, Open.Count: 0 }];
        if (isNew) _items.Add(new WrittenItem(wanted, _items.Count) { IsCustom = kind == BlockKind.CustomCall });
        var item = _items[^1];
        _blocks.Add((item, item.Blocks.Count));
        item.Blocks.Add(_blocks.Count - 1);
        item.Open.Add(_blocks.Count - 1);
        return item;
    }

    /// <summary>A block ends.</summary>
    public void Stop(int block) => _blocks[block].Item?.Open.Remove(block);

    /// <summary>The answer ends: its last item is where it was cut short.</summary>
    public void Finish(FinishReason reason)
    {
        if (_items.Count > 0) _items[^1].IsIncomplete = Statuses.IsIncomplete(reason);
    }
}
