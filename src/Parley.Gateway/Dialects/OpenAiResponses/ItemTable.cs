using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiResponses;

/// <summary>The output items of a stream. The place in the output names an item; the id only where that is not told, for some
/// servers between the vendor and us give every event another id.</summary>
internal sealed class ItemTable
{
    /// <summary>No honest answer has more items; finding one among them must not cost ever more time.</summary>
    private const int Most = 4096;

    private readonly List<OpenItem> _items = [];

    /// <summary>All items, in the order in which they were met.</summary>
    public List<OpenItem> All => _items;

    /// <summary>Adds an item.</summary>
    /// <exception cref="JsonException">There are absurdly many.</exception>
    public OpenItem Add(int index, JsonText id, ItemKind kind)
    {
        if (_items.Count == Most) throw new JsonException("More items than an answer can have.");
        var item = new OpenItem(index >= 0 ? index : _items.Count, id.Copy(), kind);
        _items.Add(item);
        return item;
    }

    /// <summary>The item of an event, or null. A place that was given anew names its newest item.</summary>
    public OpenItem? Find(int index, JsonText id)
    {
        for (var i = _items.Count - 1; i >= 0; i--)
        {
            var item = _items[i];
            if (index >= 0 ? item.Index == index : id.IsEmpty || item.Id.Escaped.Span.SequenceEqual(id.Escaped.Span)) return item;
        }

        return null;
    }
}
