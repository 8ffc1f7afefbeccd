using System.Net.Http.Headers;
using System.Text;

namespace Parley.Tests.Media;

/// <summary>Forms as clients send them.</summary>
internal static class Forms
{
    /// <summary>Fields and files in the order given; a file is a <c>byte[]</c> or a stream.</summary>
    public static MultipartFormDataContent Of(params (string Name, object Value)[] parts)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in parts)
        {
            if (value is string text)
            {
                form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(text)), $"\"{name}\"");
                continue;
            }

            HttpContent file = value is byte[] bytes ? new ByteArrayContent(bytes) : new StreamContent((Stream)value);
            file.Headers.ContentType = new MediaTypeHeaderValue("audio/x-odd");
            file.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = $"\"{name}\"", FileName = "\"a b.wav\"" };
            form.Add(file);
        }

        return form;
    }

    /// <summary>A WAV file of 16 kHz, one channel, 16 bits.</summary>
    public static byte[] Wav(int milliseconds)
    {
        const int Rate = 32_000;
        var data = Rate / 1000 * milliseconds;
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write("RIFF"u8);
        writer.Write(36 + data);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write(16_000);
        writer.Write(Rate);
        writer.Write((short)2);
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(data);
        writer.Write(new byte[data]);
        return file.ToArray();
    }
}
