using Parley.Gateway.Messages;
using Parley.Gateway.Ports;
using Parley.Streams.Model;

namespace Parley.Streams.Log;

/// <summary>Reads a stream from the database: one that is over, or that another process makes or made.</summary>
internal sealed class LoggedStreamReader(LoggedStream stream, FrameTable table, StreamNode node, StreamsOptions options, TimeProvider time) : IStreamReader
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);
    private long _saidSo;

    public StreamInfo Info { get; } = new(stream.Id, null, null, FormatOf(stream.Format), stream.CreatedAt) { IsNumbered = stream.IsNumbered };

    public async ValueTask<StreamPiece> ReadAsync(long after, CancellationToken cancellationToken)
    {
        while (true)
        {
            // The row first: what it says of the end is true of the frames that are read behind it.
            var row = await table.FindAsync(stream.Id, stream.Owner, cancellationToken);
            var frames = await table.ReadAsync(stream.Id, after, cancellationToken);
            if (frames.Count > 0) return new StreamPiece(frames, StreamEnd.Open);
            if (row is { EndedAt: not null }) return new StreamPiece([], StreamEnd.Complete);
            if (row is null || node.IsGone(row)) return new StreamPiece([], StreamEnd.Lost);
            await SaySoAsync(cancellationToken);
            await Task.Delay(LookEvery, time, cancellationToken);
        }
    }

    public void Dispose()
    {
        // Nothing is held between two looks.
    }

    /// <summary>The process that makes the stream counts its own readers, and looks here before it gives the stream up.</summary>
    private async ValueTask SaySoAsync(CancellationToken cancellationToken)
    {
        if (_saidSo != 0 && time.GetElapsedTime(_saidSo) < options.Grace / 3) return;
        _saidSo = time.GetTimestamp();
        await table.NoteReaderAsync(stream.Id, time.GetUtcNow(), cancellationToken);
    }

    private static WireFormat? FormatOf(string name) => name.Length == 0 ? null : Enum.GetValues<WireFormat>().First(f => f.Name() == name);
}
