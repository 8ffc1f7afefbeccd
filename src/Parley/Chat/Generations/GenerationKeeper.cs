using Parley.Chat.Model;
using Parley.Data;
using Parley.Gateway.Ports;

namespace Parley.Chat.Generations;

/// <summary>Says of this process's answers that they are being made, and marks those interrupted that nobody makes any more, with what of them was durable.</summary>
internal sealed partial class GenerationKeeper(AnswerTable table, GenerationNode node, IStreamStore streams, DatabaseOptions database, TimeProvider time, ILogger<GenerationKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5), Patience = TimeSpan.FromSeconds(21);

    private bool _isFailing;

    /// <summary>Marks what nobody makes any more. SQLite has one server at a time: whatever another one left is nobody's.</summary>
    public async Task ReapAsync(CancellationToken cancellationToken)
    {
        var silentSince = database.IsPostgres ? time.GetUtcNow() - Patience : DateTimeOffset.MaxValue.AddDays(-1);
        while (await table.FindDeadAsync(node.Name, silentSince, cancellationToken) is { Count: > 0 } dead)
        {
            foreach (var generation in dead) await InterruptAsync(generation, cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            try
            {
                await table.SayAliveAsync(node.Name, stoppingToken);
                await ReapAsync(stoppingToken);
                // Nobody else makes answers on SQLite, and this process knows of its own.
                if (!database.IsPostgres) return;
                _isFailing = false;
            }
            catch (Exception problem) when (!stoppingToken.IsCancellationRequested)
            {
                if (!_isFailing) Troubled(logger, problem.GetBaseException().Message);
                _isFailing = true;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task InterruptAsync(Generation generation, CancellationToken cancellationToken)
    {
        var (text, reasoning) = await table.ReadAsync(generation.MessageId, cancellationToken);
        var (offset, more, thoughts) = StreamFrames.Read(await FramesAsync(generation, cancellationToken));
        // The log is written more often than the row.
        if (offset <= text.Length && offset + more.Length > text.Length) text = text[..offset] + more;
        if (thoughts.Length > (reasoning?.Length ?? 0)) reasoning = thoughts;
        await table.FinishAsync(new WholeAnswer(generation.Id, generation.MessageId, generation.ConversationId, generation.UserId, AnswerEnd.Interrupted) { Text = text, Reasoning = reasoning }, null, cancellationToken);
    }

    private async Task<List<ReadOnlyMemory<byte>>> FramesAsync(Generation generation, CancellationToken cancellationToken)
    {
        List<ReadOnlyMemory<byte>> frames = [];
        var owner = new Caller(null, generation.UserId.ToString(), "chat", new HashSet<string>());
        using var stream = await streams.FindAsync(generation.Id.ToString(), owner, cancellationToken);
        while (stream is not null)
        {
            var piece = await stream.ReadAsync(frames.Count, cancellationToken);
            frames.AddRange(piece.Frames);
            if (piece.End != StreamEnd.Open) break;
        }

        return frames;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Answers that nobody makes any more cannot be looked for ({Problem}). It is tried again.")]
    private static partial void Troubled(ILogger logger, string problem);
}
