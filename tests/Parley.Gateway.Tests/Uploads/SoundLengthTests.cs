using System.Buffers.Binary;
using Parley.Gateway.Uploads;

namespace Parley.Gateway.Tests.Uploads;

public sealed class SoundLengthTests
{
    [Theory]
    [InlineData(64_000u, 64_000, 2000)]
    [InlineData(0u, 64_000, 2000)] // a recorder that did not know
    [InlineData(uint.MaxValue, 32_000, 1000)]
    [InlineData(64_000u, 16_000, 500)] // a file that was cut
    [InlineData(16_000u, 64_000, 500)] // something stands behind the sound
    public void Of_a_wav_file_by_its_data_and_what_came(uint announced, int bytes, long milliseconds)
    {
        var file = Wav(announced, bytes, listBytes: 27);
        foreach (var step in new[] { 1, 7, 4096, file.Length })
        {
            var length = new SoundLength();
            for (var at = 0; at < file.Length; at += step) length.Take(file.AsSpan(at, Math.Min(step, file.Length - at)));
            Assert.Equal(milliseconds, length.Milliseconds);
        }
    }

    [Fact]
    public void Unknown_where_the_file_does_not_say_it()
    {
        foreach (var file in new[] { "", "RIFF", "RIFF----WAVE", "RIFF----WAVEfmt ----", "ID3 some music that is long enough to have a header of any kind" })
        {
            var length = new SoundLength();
            length.Take(System.Text.Encoding.ASCII.GetBytes(file));
            Assert.Null(length.Milliseconds);
        }
    }

    [Fact]
    public void Never_throws_whatever_the_header_says()
    {
        var random = new Random(4711);
        for (var round = 0; round < 20_000; round++)
        {
            var file = Wav(64_000, 100, listBytes: 9);
            for (var i = random.Next(6); i >= 0; i--) file[random.Next(12, 80)] = (byte)random.Next(256);
            var length = new SoundLength();
            length.Take(file.AsSpan(0, random.Next(file.Length)));
            Assert.True(length.Milliseconds is null or >= 0);
        }
    }

    /// <summary>16 kHz, one channel, 16 bits, with a chunk of odd length before the sound.</summary>
    private static byte[] Wav(uint announced, int bytes, int listBytes)
    {
        var file = new List<byte>();
        file.AddRange("RIFF----WAVE"u8);
        file.AddRange("fmt "u8);
        Number(16);
        file.AddRange([1, 0, 1, 0]);
        Number(16_000);
        Number(32_000);
        file.AddRange([2, 0, 16, 0]);
        file.AddRange("LIST"u8);
        Number((uint)listBytes);
        file.AddRange(new byte[listBytes + (listBytes & 1)]);
        file.AddRange("data"u8);
        Number(announced);
        file.AddRange(new byte[bytes]);
        return [.. file];

        void Number(uint value)
        {
            Span<byte> four = stackalloc byte[4];
            BinaryPrimitives.WriteUInt32LittleEndian(four, value);
            file.AddRange(four);
        }
    }
}
