using Markdig.Syntax;

namespace Parley.Chat.Markdown.Dialect;

/// <summary>The link definitions (<c>[name]: address</c>) of one text, which its pieces share. The first of a name holds.</summary>
internal sealed class LinkDefinitions
{
    /// <summary>Markdig keeps a document's definitions under this key.</summary>
    private static readonly object DocumentKey = typeof(LinkReferenceDefinitionGroup);

    private readonly LinkReferenceDefinitionGroup _group = [];

    public int Count => _group.Links.Count;

    public void GiveTo(MarkdownDocument document)
    {
        if (document.GetData(DocumentKey) is null) document.SetData(DocumentKey, _group);
    }

    /// <summary>After a piece was read: forgets the definitions from this line of it on, which are not complete or belong to the next piece.</summary>
    public void Settle(int firstLineToForget)
    {
        foreach (var block in _group)
            if (block is LinkReferenceDefinition { Label: { } label } definition && definition.Line >= firstLineToForget && _group.Links.TryGetValue(label, out var held) && held == definition)
                _group.Links.Remove(label);

        // Markdig looks through the children at each new definition: they are only kept for the piece that is read.
        _group.Clear();
    }
}
