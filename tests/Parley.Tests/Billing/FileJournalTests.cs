using System.Text;
using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using Parley.Billing.Metering.Journal;
using Parley.Billing.Model;

namespace Parley.Tests.Billing;

/// <summary>The journal's files: what was appended is there after any end of the process, and nothing else.</summary>
public sealed class FileJournalTests : IDisposable
{
    private const string First = "00000000000000a1", Second = "00000000000000a2", Third = "00000000000000a3";

    private readonly string _folder = Directory.CreateTempSubdirectory("parley-journal-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_checksum_is_the_one_that_the_standard_names() => Assert.Equal(0xE3069283, Crc32C.Of("123456789"u8));

    [Fact]
    public void Another_process_finds_what_the_last_one_left_whatever_it_was()
    {
        Gen.Byte.Array[0, 3000].List[1, 40].Sample(batches =>
        {
            var folder = Path.Combine(_folder, Path.GetRandomFileName());
            var killed = Open(First, folder);
            var sequences = batches.ConvertAll(batch => killed.Append(batch));
            using var next = Open(Second, folder);
            Assert.Equal([First], next.OtherNodes);
            var found = next.Read(First, 0, int.MaxValue);
            Assert.Equal(sequences, found.Select(batch => batch.Sequence));
            Assert.Equal(batches, found.Select(batch => batch.Records));
            Assert.True(next.Append([1]) > sequences[^1]);
            killed.Dispose();
        }, iter: 30, threads: 1);
    }

    [Fact]
    public void What_is_projected_is_not_found_again_and_its_files_are_used_again()
    {
        var killed = Open(First);
        for (var round = 0; round < 6; round++)
        {
            for (var i = 0; i < 20; i++) killed.Append(Batch($"{round} {i}", 300_000));
            killed.SetProjected(killed.Read(First, 0, int.MaxValue));
            Assert.Empty(killed.Read(First, 0, int.MaxValue));
        }

        killed.Append(Batch("kept", 10));
        Assert.InRange(Directory.GetFiles(_folder).Length, 1, 4); // not one for each of the nine files' worth that were written
        using (var next = Open(Second)) Assert.Equal("kept", Text(Assert.Single(next.Read(First, 0, int.MaxValue))));
        killed.Dispose();
    }

    [Fact]
    public void A_file_that_is_half_projected_is_taken_up_where_it_was_left()
    {
        var killed = Open(First);
        for (var i = 0; i < 10; i++) killed.Append(Batch($"{i}", 100));
        killed.SetProjected(killed.Read(First, 0, 4));
        using (var next = Open(Second))
        {
            Assert.Equal(["4", "5", "6", "7", "8", "9"], next.Read(First, 0, int.MaxValue).Select(Text));
            Assert.Equal(["6", "7"], next.Read(First, next.Read(First, 0, 2)[1].Sequence, 2).Select(Text));
            next.SetProjected(next.Read(First, 0, int.MaxValue));
        }

        using var third = Open(Third);
        Assert.Empty(third.OtherNodes);
        killed.Dispose();
    }

    [Fact]
    public void A_batch_that_the_power_cut_in_the_middle_was_never_there()
    {
        var killed = Open(First);
        killed.Append(Batch("whole", 100));
        killed.Append(Batch("torn", 5000));
        Damage("torn", behind: 3000);
        using var next = Open(Second);
        Assert.Equal("whole", Text(Assert.Single(next.Read(First, 0, int.MaxValue))));
        // It is no damage that anybody has to hear of, and its file is free once the rest is projected.
        next.SetProjected(next.Read(First, 0, int.MaxValue));
        Assert.Empty(next.OtherNodes);
        next.Append(Batch("again", 5000));
        using var third = Open(Third);
        Assert.Equal("again", Text(Assert.Single(third.Read(Second, 0, int.MaxValue))));
        killed.Dispose();
    }

    [Fact]
    public void Damage_in_the_middle_holds_up_nothing_and_keeps_its_file()
    {
        var killed = Open(First);
        foreach (var name in (string[])["one", "two", "three"]) killed.Append(Batch(name, 2000));
        Damage("two", behind: 100);
        killed.Dispose();
        string file;
        using (var next = Open(Second))
        {
            Assert.Equal(["one", "three"], next.Read(First, 0, int.MaxValue).Select(Text));
            next.SetProjected(next.Read(First, 0, int.MaxValue));
            next.Append([1]);
            next.SetProjected(next.Read(Second, 0, int.MaxValue));
            file = Directory.GetFiles(_folder).Single(path => Holds(path, "three"));
        }

        using var third = Open(Third);
        Assert.True(Holds(file, "three"));
    }

    [Fact]
    public void A_batch_longer_than_a_file_gets_a_file_of_its_length()
    {
        var killed = Open(First);
        killed.Append(Batch("before", 10));
        killed.Append(Batch("huge", 9_000_000));
        killed.Append(Batch("behind", 10));
        using var next = Open(Second);
        Assert.Equal(["before", "huge", "behind"], next.Read(First, 0, int.MaxValue).Select(Text));
        killed.Dispose();
    }

    [Fact]
    public void After_a_failure_nothing_is_written_behind_bytes_of_which_nobody_knows()
    {
        using var journal = Open(First);
        journal.Append(Batch("before", 10));
        journal.Disconnect();
        journal.Connect();
        journal.Append(Batch("behind", 10));
        Assert.Equal(["before", "behind"], journal.Read(First, 0, int.MaxValue).Select(Text));
        Assert.DoesNotContain(Directory.GetFiles(_folder), path => Holds(path, "before") && Holds(path, "behind"));
    }

    [Fact]
    public void Before_it_is_connected_a_journal_touches_nothing()
    {
        var killed = Open(First);
        killed.Append(Batch("kept", 10));
        using var next = new FileJournal(_folder, Second, NullLogger<FileJournal>.Instance);
        next.Prepare();
        Assert.Throws<InvalidOperationException>(() => next.Append([1]));
        next.Connect();
        next.Append([1]);
        Assert.Equal("kept", Text(Assert.Single(next.Read(First, 0, int.MaxValue))));
        killed.Dispose();
    }

    [Fact]
    public void A_file_whose_first_block_is_damaged_is_set_aside_with_all_that_is_in_it()
    {
        var killed = Open(First);
        killed.Append(Batch("kept", 10));
        killed.Dispose();
        var path = Directory.GetFiles(_folder).Single(file => Holds(file, "kept"));
        using (var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite)) file.WriteByte(0);
        using (var next = Open(Second)) Assert.Empty(next.OtherNodes);
        Assert.True(Holds(path + ".damaged", "kept"));
    }

    [Fact]
    public void A_file_that_never_became_one_is_removed()
    {
        Directory.CreateDirectory(_folder);
        var path = Path.Combine(_folder, "000000000007.segment");
        File.WriteAllBytes(path, new byte[100]);
        using var journal = Open(First);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void A_clean_end_leaves_one_file_for_the_next_start()
    {
        using (var journal = Open(First))
        {
            for (var i = 0; i < 40; i++) journal.Append(Batch($"{i}", 300_000));
            journal.SetProjected(journal.Read(First, 0, int.MaxValue));
        }

        Assert.Single(Directory.GetFiles(_folder));
    }

    private FileJournal Open(string node, string? folder = null)
    {
        var journal = new FileJournal(folder ?? _folder, node, NullLogger<FileJournal>.Instance);
        journal.Connect();
        return journal;
    }

    private static byte[] Batch(string name, int length) => Encoding.ASCII.GetBytes(name.PadRight(length, '.'));

    private static string Text(JournalBatch batch) => Encoding.ASCII.GetString(batch.Records).TrimEnd('.');

    private static bool Holds(string path, string text) => File.ReadAllBytes(path).AsSpan().IndexOf(Encoding.ASCII.GetBytes(text)) > 0;

    private void Damage(string batch, int behind)
    {
        var mark = Encoding.ASCII.GetBytes(batch.PadRight(batch.Length + 4, '.'));
        foreach (var path in Directory.GetFiles(_folder))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            if (bytes.AsSpan().IndexOf(mark) is not (> 0 and var at)) continue;
            file.Position = at + behind;
            file.Write([0, 0, 0, 0]);
            return;
        }

        Assert.Fail($"{batch} stands nowhere");
    }
}
