using Parley.Chat.Transfer;

namespace Parley.Chat.Pages.Data;

/// <summary>An import that tells how far it is.</summary>
internal sealed class ImportRun(Importer importer, TimeProvider time)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(300);

    /// <param name="userId">Whose the conversations become.</param>
    /// <param name="file">What was sent.</param>
    /// <param name="tell">Is told how much of the file was read (0 to 1), and how many conversations were met; null for nobody.</param>
    /// <param name="cancellationToken">Ends it after the conversation under way.</param>
    public async Task<ImportWords> RunAsync(Guid userId, ImportFile file, Func<double, int, Task>? tell, CancellationToken cancellationToken)
    {
        var (count, room) = (new ImportCount(), importer.RoomOf(userId));
        var reading = file.ReadAsync((name, stream) => importer.ReadAsync(userId, name, stream, room, count, cancellationToken), count, cancellationToken);
        try
        {
            while (tell is not null && !reading.IsCompleted && !cancellationToken.IsCancellationRequested)
            {
                await tell(file.Part, count.Seen);
                await Task.WhenAny(reading, Task.Delay(Pace, time, cancellationToken));
            }
        }
        finally
        {
            // Whoever is told may have left; the file is not let go while it is read.
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await reading;
        return ImportWords.Of(count.ToReport());
    }
}
