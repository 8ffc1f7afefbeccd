using System.Buffers.Text;
using System.Diagnostics;

namespace Parley.Bench.Load;

/// <summary>Looks through an answer as it arrives: finds the times written into the chunks and the stream's terminator,
/// wherever reads cut them.</summary>
internal sealed class AnswerScanner(string terminator = "[DONE]")
{
    private const int StampLength = 18;
    private readonly byte[] _terminator = System.Text.Encoding.ASCII.GetBytes(terminator);
    private readonly byte[] _seam = new byte[2 * StampLength];
    private int _seamLength;

    public int Chunks { get; private set; }

    public bool Terminated { get; private set; }

    public long FirstChunkAt { get; private set; }

    public void Start()
    {
        (_seamLength, Chunks, Terminated, FirstChunkAt) = (0, 0, false, 0);
    }

    /// <summary>Scans the next piece. Delays of its chunks go to <paramref name="delays"/>, when there is one.</summary>
    public void Add(ReadOnlySpan<byte> piece, long now, Samples? delays)
    {
        // The seam holds the end of what came before: whatever begins in it and ends in this piece is found there.
        var taken = Math.Min(piece.Length, StampLength - 1);
        piece[..taken].CopyTo(_seam.AsSpan(_seamLength));
        Scan(_seam.AsSpan(0, _seamLength + taken), _seamLength, now, delays);
        Scan(piece, piece.Length, now, delays);
        Keep(piece);
    }

    // Marks that begin before "limit" count: those behind belong to the next scan.
    private void Scan(ReadOnlySpan<byte> text, int limit, long now, Samples? delays)
    {
        if (text.IndexOf(_terminator) >= 0) Terminated = true;
        for (var at = 0; at < limit;)
        {
            var found = text[at..].IndexOf("@@"u8);
            if (found < 0 || at + found >= limit || at + found + StampLength > text.Length) return;
            at += found;
            if (Utf8Parser.TryParse(text.Slice(at + 2, 16), out long stamp, out var used, 'x') && used == 16)
            {
                if (Chunks++ == 0) FirstChunkAt = now;
                delays?.Add((now - stamp * (Stopwatch.Frequency / 1e9)) * 1e6 / Stopwatch.Frequency);
            }

            at += StampLength;
        }
    }

    private void Keep(ReadOnlySpan<byte> piece)
    {
        var most = StampLength - 1;
        if (piece.Length >= most)
        {
            piece[^most..].CopyTo(_seam);
            _seamLength = most;
            return;
        }

        var total = _seamLength + piece.Length;
        var kept = Math.Min(total, most);
        _seam.AsSpan(total - kept, kept).CopyTo(_seam);
        _seamLength = kept;
    }
}
