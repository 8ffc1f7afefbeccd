namespace Parley.Assets.Reading;

/// <summary>Reads what somebody sent: the right reader for its kind, few at once, because each may take much memory, and one of a person, whose files may take long.</summary>
internal sealed class FileReader(AssetsOptions options, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(60);

    private readonly PersonalTurns _own = new();
    private readonly SemaphoreSlim _turns = new(2);

    public async Task<(ReadFile? File, FileRefusal? Refusal)> ReadAsync(Guid userId, FileKind kind, FileStream sent, CancellationToken cancellationToken)
    {
        using var own = await _own.TakeAsync(userId, cancellationToken);
        await _turns.WaitAsync(cancellationToken);
        using var limit = new CancellationTokenSource(MaxTime, time);
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            sent.Position = 0;
            if (kind == FileKind.Word) return WordFile.Read(sent, options, late.Token);
            var bytes = new byte[sent.Length];
            await sent.ReadExactlyAsync(bytes, cancellationToken);
            return kind switch
            {
                FileKind.Image => ImageFile.Read(bytes),
                FileKind.Pdf => PdfFile.Read(bytes, options, late.Token),
                _ => TextFile.Read(bytes),
            };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, FileRefusal.Unusable("This file takes too long to read."));
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();
}
