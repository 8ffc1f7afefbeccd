using Parley.Gateway.Uploads;

namespace Parley.Gateway.Tests.Uploads;

public sealed class SpoolTests
{
    [Fact]
    public async Task Runs_of_it_come_back_as_often_as_they_are_wanted_and_it_has_no_name()
    {
        byte[] first = [.. Enumerable.Range(0, 200_003).Select(i => (byte)(i * 7))], second = [1, 2, 3];
        using var spool = new Spool();
        await spool.AppendAsync(first, default);
        await spool.AppendAsync(second, default);
        if (!OperatingSystem.IsWindows()) Assert.DoesNotContain(Directory.GetFiles(Path.GetTempPath()), file => Path.GetFileName(file).StartsWith("parley-upload-", StringComparison.Ordinal));
        for (var i = 0; i < 2; i++)
        {
            var (one, two, none) = (await ReadAsync(new SpoolRange(0, first.Length)), await ReadAsync(new SpoolRange(first.Length, second.Length)), await ReadAsync(new SpoolRange(first.Length, 0)));
            Assert.Equal(Convert.ToHexString(first), Convert.ToHexString(one));
            Assert.Equal("010203", Convert.ToHexString(two));
            Assert.Empty(none);
        }

        async Task<byte[]> ReadAsync(SpoolRange range)
        {
            using var copy = new MemoryStream();
            await spool.CopyToAsync(range, copy, default);
            return copy.ToArray();
        }
    }
}
