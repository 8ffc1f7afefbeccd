namespace Parley.Chat.Live;

/// <summary>A way to one reader of a feed. Two: server-sent events, and a socket.</summary>
internal interface IFeedTransport
{
    /// <summary>Writes an envelope; <paramref name="seq"/> for a durable event.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> envelope, long? seq, CancellationToken cancellationToken);

    /// <summary>Sends what was written.</summary>
    ValueTask FlushAsync(CancellationToken cancellationToken);

    /// <summary>A sign of life.</summary>
    ValueTask BeatAsync(CancellationToken cancellationToken);
}
