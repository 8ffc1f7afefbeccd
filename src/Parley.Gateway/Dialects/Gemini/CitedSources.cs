using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Gemini;

/// <summary>
/// What the vendor says of an answer's sources, held until the text that cites them ends: it may repeat its lists as they grow, and says in the last
/// of them which words a source supports. Then a source is cited for each stretch of them, or once where none is told.
/// </summary>
internal sealed class CitedSources
{
    /// <summary>More than any answer has; further ones are not worth remembering.</summary>
    private const int Most = 4096;

    private readonly HashSet<(string Url, int Part, int Start, int End)> _known = [];
    private readonly HashSet<string> _supporting = new(StringComparer.Ordinal);
    private readonly List<Held> _held = [];
    private Citation[] _found = [];

    /// <summary>Something is not told yet.</summary>
    public bool HasAny => _held.Count > 0;

    /// <summary>Takes what is new in a frame.</summary>
    public void Hold(Chunk chunk)
    {
        if (chunk.Found.Count > 0) _found = [.. chunk.Found];
        foreach (var support in chunk.Supports)
        {
            if ((uint)support.Source >= (uint)_found.Length || _found[support.Source] is not { Url: { } url } source) continue;
            if (!IsNew((url, support.Part, support.Start, support.End))) continue;
            if (_supporting.Add(url)) _held.RemoveAll(held => held.Part < 0 && held.Source.Url == url);
            _held.Add(new Held(source with { CitedText = support.Text.IsEmpty ? null : support.Text.ToString() }, support.Part, support.Start, support.End));
        }

        HoldPlain(chunk.Found);
        HoldPlain(chunk.Recited);
    }

    /// <summary>Tells all of it of a block, which begins at a byte of the answer's text.</summary>
    public void Tell(int block, int at, AnswerText text, EventBatch events)
    {
        if (!HasAny) return;
        var before = text.Characters(at);
        foreach (var held in _held)
            events.Add(new LlmEvent { Kind = LlmEventKind.Citation, Block = block, BlockKind = BlockKind.Text, Citation = held.In(text, before) });
        _held.Clear();
    }

    private void HoldPlain(List<Citation> sources)
    {
        foreach (var source in sources)
            if (source.Url is { } url && !_supporting.Contains(url) && IsNew((url, -1, 0, 0))) _held.Add(new Held(source, -1, 0, 0));
    }

    private bool IsNew((string Url, int Part, int Start, int End) place) => _known.Count < Most && _known.Add(place);

    /// <summary>A source and the bytes that it supports; no part where none are told.</summary>
    private readonly record struct Held(Citation Source, int Part, int Start, int End)
    {
        /// <summary>With its range in a block that has so many characters of the text before it.</summary>
        public Citation In(AnswerText text, int before) => Part < 0 || text.Find(Part, Start) is not { } start ? Source
            : Source with { StartIndex = start - before, EndIndex = text.Find(Part, End) - before };
    }
}
