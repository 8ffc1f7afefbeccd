using Markdig.Syntax;

namespace Parley.Chat.Markdown.Dialect;

/// <summary>The link definitions (<c>[name]: address</c>) and notes of one text, which its pieces share. The first of a name holds.</summary>
/// <param name="text">See <see cref="Notes"/>.</param>
internal sealed class LinkDefinitions(string text = "")
{
    /// <summary>Markdig keeps a document's definitions under this key.</summary>
    private static readonly object DocumentKey = typeof(LinkReferenceDefinitionGroup);

    private readonly LinkReferenceDefinitionGroup _group = [];

    public Notes Notes { get; } = new(text);

    public int Count => _group.Links.Count + Notes.Count;

    public void GiveTo(MarkdownDocument document)
    {
        if (document.GetData(DocumentKey) is not null) return;
        document.SetData(DocumentKey, _group);
        Notes.GiveTo(document);
    }

    /// <summary>After a piece was read: forgets the definitions from this line of it on, which are not complete or belong to the next piece.</summary>
    public void Settle(int firstLineToForget)
    {
        Notes.Settle(firstLineToForget);
        foreach (var block in _group)
            if (block is LinkReferenceDefinition { Label: { } label } definition && definition.Line >= firstLineToForget && _group.Links.TryGetValue(label, out var held) && held == definition)
                _group.Links.Remove(label);

        // Markdig looks through the children at each new definition: they are only kept for the piece that is read.
        _group.Clear();
    }
}
