using System.Buffers.Binary;

namespace Parley.Simulator.Audio;

/// <summary>Bytes of sound: a valid file for WAV and PCM, the right first bytes and then noise for formats that need an encoder.</summary>
internal static class Sound
{
    public const int SamplesASecond = 24_000;
    public const int BytesASample = 2;
    private const int WavHeader = 44;

    /// <summary>Sound that depends on the text, so that a mixed-up answer shows.</summary>
    public static byte[] Render(string format, string text, int length)
    {
        byte[] start = format switch
        {
            "wav" => Header(length),
            "pcm" => [],
            "opus" => [.. "OggS"u8, 0, 2],
            "aac" => [0xFF, 0xF1, 0x50, 0x80],
            "flac" => [.. "fLaC"u8],
            _ => [0xFF, 0xF3, 0x64, 0xC4],
        };
        var sound = new byte[start.Length + length];
        start.CopyTo(sound, 0);
        var state = text.Aggregate(2166136261u, (hash, c) => (hash ^ c) * 16777619);
        for (var i = start.Length; i < sound.Length; i++) sound[i] = (byte)((state = state * 1664525 + 1013904223) >> 24);
        return sound;
    }

    public static string ContentType(string format) => format switch
    {
        "opus" or "aac" or "flac" or "wav" or "pcm" => $"audio/{format}",
        _ => "audio/mpeg",
    };

    private static byte[] Header(int length)
    {
        var header = new byte[WavHeader];
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), WavHeader - 8 + length);
        "WAVEfmt "u8.CopyTo(header.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(20), 1); // PCM
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(22), 1); // one channel
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(24), SamplesASecond);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(28), SamplesASecond * BytesASample);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(32), BytesASample);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(34), BytesASample * 8);
        "data"u8.CopyTo(header.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(40), length);
        return header;
    }
}
