using Parley.Chat.Markdown;

namespace Parley.Chat.Live;

/// <summary>An answer that is being made, as HTML. Readers share the work.</summary>
internal sealed class LiveHtml(Guid messageId)
{
    private readonly Lock _gate = new();
    private readonly IncrementalMarkdown _markdown = new(messageId.ToString("N"));
    private readonly List<string> _blocks = [];
    private int _read;

    /// <summary>What there is beyond some blocks, and how many blocks that makes.</summary>
    /// <param name="have">Blocks that the reader has.</param>
    /// <param name="textFrom">Gives the answer's text from an offset on.</param>
    public (HtmlTail Tail, int Blocks) Take(int have, Func<int, string> textFrom)
    {
        lock (_gate)
        {
            var more = textFrom(_read);
            _read += more.Length;
            foreach (var block in _markdown.Append(more)) _blocks.Add(block.Html);
            var (html, rest) = _markdown.Tail();
            return (new HtmlTail(have, _blocks[have..], html, rest), _blocks.Count);
        }
    }
}
