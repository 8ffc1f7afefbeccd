using Parley.Gateway.Messages;
using Parley.Gateway.Ports;
using Parley.Streams.Model;

namespace Parley.Streams.Log;

/// <summary>Reads a stream from the database: one that is over, or that another process makes or made.</summary>
internal sealed class LoggedStreamReader(LoggedStream stream, FrameTable table, StreamNode node, TimeProvider time) : IStreamReader
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

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
            await Task.Delay(LookEvery, time, cancellationToken);
        }
    }

    public void Dispose()
    {
        // Readers of other processes are not counted: the process that makes the stream looks at its own.
    }

    private static WireFormat FormatOf(string name) => Enum.GetValues<WireFormat>().First(f => f.Name() == name);
}
