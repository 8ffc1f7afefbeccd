using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Parley.Gateway.Dialects;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Dialects;

public sealed class CustomInputReaderTests
{
    private static readonly Gen<string> Text = Gen.OneOf<string>(Gen.String, Gen.OneOf("", "a\nb", "\"", "\\", "\\u0022\\", "\u0001\u007f", "żółw", "\U0001F600\U0001F600", "{\"input\":\"x\"}", "*** Begin Patch"));

    [Theory]
    [InlineData("""{"input":"a\n\"b\" \\"}""", "a\n\"b\" \\")]
    [InlineData("  \n{ \"input\" \t:\r\n \"a\" } \n", "a")]
    [InlineData("""{"why":"{\"input\":\"no\"}","more":{"input":"no","x":["]",{"}":1}]},"n":-1.5e3,"t":true,"input":"a","input":"b"}""", "a")]
    [InlineData("""{"inputs":"no","inpu":"no","input":"a"}""", "a")]
    [InlineData("""{"input":"\u0061\u00e9\ud83d\ude00\/"}""", "aé😀/")]
    [InlineData("""{"input":"cut off, \u00e9 and \u00e""", "cut off, é and ")]
    [InlineData("""{"input":"no such escape: \d \u12g, \u00"}""", "no such escape: \\d \\u12g, \\u00")]
    [InlineData("{\"input\":\"a line\nof its own\"}", "a line\nof its own")]
    [InlineData("""{"input":""}""", "")]
    [InlineData("", "")]
    [InlineData(" { } ", "")]
    [InlineData("""{"patch":"a"}""", """{"patch":"a"}""")]
    [InlineData("""{"input":["a"]}""", """{"input":["a"]}""")]
    [InlineData("""{"input":null,"x":1}""", """{"input":null,"x":1}""")]
    [InlineData("""["input","a"]""", """["input","a"]""")]
    [InlineData("\"input\"", "\"input\"")]
    [InlineData("*** Begin Patch", "*** Begin Patch")]
    [InlineData("""{"patch":"a"} and words""", """{"patch":"a"} and words""")]
    [InlineData("""{"in""", """{"in""")]
    public void The_text_is_what_the_input_says_or_else_all_there_is(string arguments, string expected)
    {
        Assert.Equal(expected, Read([arguments], JavaScriptEncoder.UnsafeRelaxedJsonEscaping));
        Assert.Equal(expected, Read(arguments.Select(c => c.ToString()), JavaScriptEncoder.Default));
    }

    /// <summary>Pieces end anywhere in the document, and its characters are escaped by whoever sends it as they like.</summary>
    [Fact]
    public void Any_cutting_of_the_arguments_gives_the_same_text() =>
        Gen.Select(Text, Text, Gen.Int[1, 9].Array[1, 6], Gen.Bool, Gen.Bool).Sample((input, other, sizes, first, ascii) =>
        {
            var members = new List<KeyValuePair<string, JsonNode?>> { new("input", input), new("other", new JsonArray(other, new JsonObject { ["input"] = other })) };
            if (!first) members.Reverse();
            var inner = ascii ? JavaScriptEncoder.Default : JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
            var arguments = new JsonObject(members).ToJsonString(new JsonSerializerOptions { Encoder = inner, WriteIndented = first == ascii });
            var expected = JsonNode.Parse(arguments)!["input"]!.ToString();
            Assert.Equal(expected, Read(Cut(arguments, sizes), JavaScriptEncoder.UnsafeRelaxedJsonEscaping));
            Assert.Equal(expected, Read(Cut(arguments, sizes), JavaScriptEncoder.Default));
            Assert.Equal(expected, Read(Cut(arguments, [1]), JavaScriptEncoder.Default));
        }, iter: 3000);

    /// <summary>However broken the arguments are.</summary>
    [Fact]
    public void Any_cutting_of_nonsense_gives_the_same_text() =>
        Gen.Select(Gen.OneOf("{", "}", "[", "]", "\"", "\\", ":", ",", "input", "\"input\":", "{\"input\":\"", "\\u", "00e9", "\\ud83d", "\\ude00", " ", "\n", "é", "1").Array[0, 12], Gen.Int[1, 4].Array[1, 4])
            .Sample((words, sizes) =>
            {
                var arguments = string.Concat(words);
                var expected = Read([arguments], JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
                Assert.Equal(expected, Read(Cut(arguments, sizes), JavaScriptEncoder.UnsafeRelaxedJsonEscaping));
                Assert.Equal(expected, Read(Cut(arguments, [1]), JavaScriptEncoder.Default));
            }, iter: 3000);

    [Fact]
    public void Nobody_gets_half_a_pair_of_surrogates()
    {
        var reader = new CustomInputReader();
        string[] pieces = ["""{\"input\":\"a\\ud83d""", """\\u""", """de00b\ud83d""", """\ude00c\\ud83d\\n\"}"""];
        Assert.Equal(["a", "", """\ud83d\ude00b""", """\ud83d\ude00c\ud83d\n"""], pieces.Select(piece =>
        {
            var text = new ArrayBufferWriter<byte>();
            reader.Read(JsonText.FromEscaped(Encoding.UTF8.GetBytes(piece)), text);
            return Encoding.UTF8.GetString(text.WrittenSpan);
        }));
    }

    private static IEnumerable<string> Cut(string text, int[] sizes)
    {
        for (int at = 0, turn = 0; at < text.Length;)
        {
            var size = Math.Min(sizes[turn++ % sizes.Length], text.Length - at);
            // Half a pair that stands unescaped is no UTF-8, and no vendor sends it.
            if (char.IsHighSurrogate(text[at + size - 1]) && at + size < text.Length && char.IsLowSurrogate(text[at + size])) size++;
            yield return text.Substring(at, size);
            at += size;
        }
    }

    /// <summary>The text, of which each piece is valid for itself.</summary>
    private static string Read(IEnumerable<string> pieces, JavaScriptEncoder outer)
    {
        var reader = new CustomInputReader();
        var text = new ArrayBufferWriter<byte>();
        foreach (var piece in pieces)
        {
            reader.Read(JsonText.FromEscaped(JsonEncodedText.Encode(piece, outer).EncodedUtf8Bytes.ToArray()), text);
            Assert.Equal(text.WrittenCount, JsonStrings.LengthOf([.. text.WrittenSpan, (byte)'"']));
        }

        reader.End(text);
        return JsonText.FromEscaped(text.WrittenMemory).ToString();
    }
}
