using System.Text;
using CsCheck;
using Parley.Gateway.Dialects.Gemini;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Dialects.Gemini;

/// <summary>A frame that is recognised says what it says when it is parsed. A reader that was taught by a frame with a space before it has no template.</summary>
public sealed class FrameTemplateTests
{
    private static readonly GeminiDialect s_dialect = new();

    private static readonly string[] s_teachers =
    [
        """{"candidates":[{"content":{"parts":[{"text":"TEXT"}],"role":"model"},"index":0}],"usageMetadata":{"promptTokenCount":7,"candidatesTokenCount":NUMBER,"totalTokenCount":NUMBER},"modelVersion":"m","responseId":"r"}""",
        """{"usageMetadata":{"promptTokenCount": NUMBER ,"thoughtsTokenCount":NUMBER,"promptTokensDetails":[{"modality":"AUDIO","tokenCount":NUMBER}]},"candidates":[{"content":{"parts":[{"thought":true,"text":"TEXT"}]}}]}""",
        """{"candidates":[{"content":{"parts":[{"text":"TEXT","note":"TEXT"}]}}],"modelVersion":"m"}""",
        """{"candidates":[{"content":{"parts":[{"text":"TEXT"}]}}],"usageMetadata":{"trafficType":"ON_DEMAND"}}""",
        """{"candidates":[{"content":{"parts":[{"text":"TEXT"}]},"index":NUMBER}],"usageMetadata":{"candidatesTokenCount":NUMBER,"note":"a:NUMBER TEXT"}}""",
        """[{"candidates":[{"content":{"parts":[{"text":"TEXT"}]}}]},{"candidates":[{"content":{"parts":[{"text":"TEXT"}]}}]}]""",
    ];

    /// <summary>Pieces that a string's inside is made of, right and wrong ones.</summary>
    private static readonly string[] s_pieces =
    [
        "a", "żółw", "\U0001F600", "\\n", "\\\"", "\\\\", "\\u00e9", "\\ud83d", " ", "{", "}", ",", ":", "\"", "\\", "\\x", "\\u12", "\n", "\u0001", "\",\"text\":\"b",
    ];

    [Fact]
    public void Whatever_the_text_and_the_numbers() =>
        Gen.Select(Gen.OneOf(s_teachers), Gen.OneOf(s_pieces).List[0, 4], Gen.OneOf("0", "7", "123456", "007", "-1", "1.5", "1e3", "null", "99999999999999999999")).Sample((teacher, text, number) =>
            AssertSame(Frame(teacher, "taught", "12"), Frame(teacher, string.Concat(text), number)), iter: 20_000);

    [Fact]
    public void Whatever_byte_changes() =>
        Gen.Select(Gen.OneOf(s_teachers), Gen.Int[0, 250], Gen.Byte, Gen.Int[0, 2]).Sample((teacher, place, value, how) =>
        {
            var taught = Frame(teacher, "taught", "12");
            place %= taught.Length;
            AssertSame(taught, how switch
            {
                0 => [.. taught[..place], value, .. taught[(place + 1)..]],
                1 => [.. taught[..place], value, .. taught[place..]],
                _ => taught[..place],
            });
        }, iter: 20_000);

    [Fact]
    public void Frames_that_differ_in_text_and_usage_fit()
    {
        var template = new FrameTemplate();
        var chunk = new Chunk();
        var taught = Frame(s_teachers[0], "one", "9");
        ChunkParser.Parse(taught, chunk);
        template.Learn(taught, chunk);
        Assert.True(template.TryMatch(Frame(s_teachers[0], "\\\"two\\\"", "12345"), out var text, out var usage));
        Assert.Equal("\"two\"", text.ToString());
        Assert.Equal("""{"promptTokenCount":7,"candidatesTokenCount":12345,"totalTokenCount":12345}""", Encoding.UTF8.GetString(usage.Span));
        Assert.False(template.TryMatch(Frame(s_teachers[1], "two", "9"), out _, out _));
    }

    private static void AssertSame(byte[] taught, byte[] frame) => Assert.Equal(Read([(byte)' ', .. taught], frame), Read(taught, frame));

    private static string Read(byte[] taught, byte[] frame)
    {
        var reader = s_dialect.CreateStreamReader();
        var events = new EventBatch();
        reader.Read(default, taught, events);
        reader.Read(default, frame, events);
        reader.Read(default, Encoding.UTF8.GetBytes("""{"candidates":[{"finishReason":"STOP"}]}"""), events);
        reader.End(events);
        return EventDump.Of(events);
    }

    private static byte[] Frame(string teacher, string text, string number) =>
        Encoding.UTF8.GetBytes(teacher.Replace("TEXT", text, StringComparison.Ordinal).Replace("NUMBER", number, StringComparison.Ordinal));
}
