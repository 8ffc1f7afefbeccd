using System.Runtime.CompilerServices;

namespace Parley.Chat.Transfer;

/// <summary>Takes the elements of a JSON array from a stream, one at a time and each as bytes that nobody has read yet: one that is
/// broken, or a file that breaks off, does not take the others with it. A single object counts as an array of one.</summary>
internal sealed class JsonElements(Stream stream, int mostBytes = JsonElements.MostBytes)
{
    /// <summary>A conversation of more than 64 MiB is none.</summary>
    public const int MostBytes = 64 * 1024 * 1024;

    /// <summary>A file of more, unpacked, is made to hurt.</summary>
    public const long MostOfAll = 4L * 1024 * 1024 * 1024;

    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _length, _at;
    private long _read;

    /// <summary>How it ended, in words that follow "the file"; null when it ended as it should.</summary>
    public string? Trouble { get; private set; }

    /// <summary>False when it was neither an array nor an object.</summary>
    public bool IsJson { get; private set; }

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var first = await NextAsync(cancellationToken);
        if (first == 0xEF && await NextRawAsync(cancellationToken) == 0xBB && await NextRawAsync(cancellationToken) == 0xBF) first = await NextAsync(cancellationToken);
        IsJson = first is '[' or '{';
        if (!IsJson)
        {
            Trouble = "is no JSON array or object";
            yield break;
        }

        var isArray = first == '[';
        if (!isArray) _at--;
        while (true)
        {
            var next = await NextAsync(cancellationToken);
            if (next == ',') continue;
            if (next == ']' && isArray) yield break;
            if (next != '{')
            {
                Trouble = next < 0 ? "breaks off" : "holds something that is no object where a conversation belongs; what comes after it could not be read";
                yield break;
            }

            _at--;
            var (element, trouble) = await TakeAsync(cancellationToken);
            Trouble = trouble;
            if (element is { } whole) yield return whole;
            if (trouble is not null || !isArray) yield break;
        }
    }

    private async ValueTask<(ReadOnlyMemory<byte>? Element, string? Trouble)> TakeAsync(CancellationToken cancellationToken)
    {
        using var element = new MemoryStream();
        var scan = default(Nesting);
        while (true)
        {
            if (_at == _length && !await FillAsync(cancellationToken)) return (null, "breaks off in the middle of a conversation");
            var from = _at;
            while (_at < _length && !scan.Ends(_buffer[_at++]))
            {
            }

            element.Write(_buffer, from, _at - from);
            if (element.Length > mostBytes) return (null, $"holds a conversation of more than {mostBytes / 1024 / 1024} MiB; it and what comes after it could not be read");
            if (scan.IsOver) return (element.ToArray(), null);
        }
    }

    private async ValueTask<int> NextAsync(CancellationToken cancellationToken)
    {
        int next;
        do next = await NextRawAsync(cancellationToken);
        while (next is ' ' or '\t' or '\r' or '\n');
        return next;
    }

    private async ValueTask<int> NextRawAsync(CancellationToken cancellationToken) =>
        _at < _length || await FillAsync(cancellationToken) ? _buffer[_at++] : -1;

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        _at = 0;
        _length = _read > MostOfAll ? 0 : await stream.ReadAsync(_buffer, cancellationToken);
        _read += _length;
        return _length > 0;
    }

    /// <summary>Knows when an object ends: braces count, but not those in strings.</summary>
    private struct Nesting
    {
        private int _depth;
        private bool _isInString, _isEscaped;

        public bool IsOver { get; private set; }

        public bool Ends(byte next)
        {
            if (_isEscaped) _isEscaped = false;
            else if (_isInString) (_isInString, _isEscaped) = (next != '"', next == '\\');
            else if (next == '"') _isInString = true;
            else if (next is (byte)'{' or (byte)'[') _depth++;
            else if (next is (byte)'}' or (byte)']') IsOver = --_depth == 0;
            return IsOver;
        }
    }
}
