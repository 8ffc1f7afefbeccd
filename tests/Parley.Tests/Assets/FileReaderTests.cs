using Parley.Assets;
using Parley.Assets.Reading;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Assets;

public sealed class FileReaderTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_takes_longer_than_the_limit_is_refused()
    {
        using var folder = new TemporaryFolder();
        await using var file = File.Create(Path.Combine(folder.Path, "a.docx"));
        await file.WriteAsync(SampleFiles.Word("<w:p><w:r><w:t>words</w:t></w:r></w:p>"), Token);
        using var patient = new FileReader(new AssetsOptions(), TimeProvider.System);
        Assert.Equal("words", (await patient.ReadAsync(Guid.Empty, FileKind.Word, file, Token)).File!.Text!.Trim());
        using var late = new FileReader(new AssetsOptions(), new TimeThatIsUp());
        Assert.Contains("takes too long", (await late.ReadAsync(Guid.Empty, FileKind.Word, file, Token)).Refusal!.Detail, StringComparison.Ordinal);
    }

    /// <summary>One element may hold all that a document may unpack to: that took 260 MB for 65 KB.</summary>
    [Fact]
    public void A_word_document_of_one_long_element_is_read_to_its_limit_only()
    {
        using var file = new MemoryStream(SampleFiles.Word($"<w:p><w:r><w:t>{new string('a', 60 * 1024 * 1024)}</w:t></w:r></w:p>"));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var read = WordFile.Read(file, new AssetsOptions { MaxTextBytes = 100_000 }, Token).File!;
        Assert.Equal(100_000, read.Text!.Length);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 * 1024 * 1024);
    }

    [Fact]
    public async Task Turns_of_one_person_keep_nobody_else_waiting()
    {
        var turns = new PersonalTurns();
        var (one, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var first = await turns.TakeAsync(one, Token);
        var second = turns.TakeAsync(one, Token);
        using var left = new CancellationTokenSource();
        var impatient = turns.TakeAsync(one, left.Token);
        (await turns.TakeAsync(other, Token).WaitAsync(TimeSpan.FromSeconds(10), Token)).Dispose();
        await left.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        Assert.False(second.IsCompleted);
        first.Dispose();
        (await second.WaitAsync(TimeSpan.FromSeconds(10), Token)).Dispose();
        (await turns.TakeAsync(one, Token).WaitAsync(TimeSpan.FromSeconds(10), Token)).Dispose();
    }

    /// <summary>Whatever waits for a time has waited for it already.</summary>
    private sealed class TimeThatIsUp : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            callback(state);
            return new Nothing();
        }

        private sealed class Nothing : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => default;
        }
    }
}
