using Parley.Chat.Live;
using Parley.Gateway.Ports;

namespace Parley.Chat.Generations;

/// <summary>Brings what there is of an answer to the database while it is made: finished blocks soon, the rest every few seconds. The stream's log goes first:
/// whoever picks it up after a crash finds at least what the message's row has.</summary>
internal sealed partial class AnswerRecorder(LiveAnswer live, IStreamLog log, LiveAnswers answers, AnswerTable table, Guid userId, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200), KeepEvery = TimeSpan.FromSeconds(3), AfterTrouble = TimeSpan.FromSeconds(2);

    private int _told = live.Length;
    private int _blocks;
    private int _kept = live.Length;
    private int _keptReasoning;
    private long _keptAt = time.GetTimestamp();

    /// <summary>Looks until the answer is made; its end is written by others, who wait for this. Never throws.</summary>
    public async Task RunAsync(CancellationToken made)
    {
        var isTroubled = false;
        while (true)
        {
            // A long answer is written whole each time, so it is written less often.
            var pause = LookEvery + TimeSpan.FromMilliseconds(live.Length / 1000);
            await Task.Delay(isTroubled ? AfterTrouble : pause, time, made).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (made.IsCancellationRequested) return;
            try
            {
                await LookAsync(made);
                isTroubled = false;
            }
            catch (OperationCanceledException) when (made.IsCancellationRequested)
            {
                return;
            }
            catch (Exception problem)
            {
                if (!isTroubled) Troubled(logger, live.MessageId, problem.GetBaseException().Message);
                isTroubled = true;
            }
        }
    }

    /// <summary>What is behind the last block that was told, to be told with the end; null for nothing. To be called when <see cref="RunAsync"/> is over.</summary>
    public BlockData? Last()
    {
        var rest = live.From(_told);
        return rest.Length > 0 ? new BlockData(live.ConversationId, live.MessageId, live.GenerationId, _blocks, _told, rest) : null;
    }

    private async Task LookAsync(CancellationToken made)
    {
        // Only what is new is looked at: the whole is copied when it is written.
        var fresh = live.From(_told);
        var end = _told + BlockEnds.Last(fresh);
        var isDue = (_told + fresh.Length > _kept || live.ReasoningLength > _keptReasoning) && time.GetElapsedTime(_keptAt) >= KeepEvery;
        if (end == _told && !isDue) return;
        var block = end > _told ? new BlockData(live.ConversationId, live.MessageId, live.GenerationId, _blocks, _told, fresh[..(end - _told)]) : null;
        var (text, reasoning) = live.Read();
        await log.WhenSavedAsync(made);
        // Begun is ended: whether it was written must be known before the next number is given out.
        var seq = await table.KeepAsync(userId, live.MessageId, text, reasoning.Length > 0 ? reasoning : null, block, CancellationToken.None);
        (_kept, _keptReasoning, _keptAt) = (text.Length, reasoning.Length, time.GetTimestamp());
        if (block is null || seq == 0) return;
        (_told, _blocks) = (end, _blocks + 1);
        live.Saved(end, _blocks, seq);
        answers.Told(live);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What there is of the answer {Message} cannot be written to the database ({Problem}). It goes on; it is tried again.")]
    private static partial void Troubled(ILogger logger, Guid message, string problem);
}
