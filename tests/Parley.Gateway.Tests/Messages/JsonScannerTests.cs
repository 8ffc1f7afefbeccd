using System.Text;
using System.Text.Json;
using CsCheck;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Messages;

/// <summary>The scanner against the framework's reader: both accept the same texts.</summary>
public sealed class JsonScannerTests
{
    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\"a\"", "\"a\":", "true", "false", "null", "nul", "0", "-0", "01", "-", "1.5", "1.", ".5", "1e5", "1E+", "1e-07",
        " ", "\n", "\r", "\t", "\\", "\\n", "\\\"", "\\u00e9", "\\u00g9", "\\u12", "\\x", "\u0001", "\u007f", "é", "\ud83d\ude00", "/", "//", "/*", "\ufeff", "\0",
        "\"" + new string('x', 31) + "\"", "\"" + new string('x', 29) + "\\u0041" + "\"", "\"" + new string('x', 31) + "\\\"" + new string('y', 40) + "\"",
    ];

    // A string is searched 32 and 128 bytes at a time: whatever is special in it must be seen on both sides of a border, and across it.
    private static readonly string[] Special =
        ["\\n", "\\\\", "\\\"", "\\/", "\\b\\f\\t\\r", "\\u00e9", "\\uABCD\\udcba", "\\\\\\n", "\\\\\\", "\\x", "\\u00g9", "\\u12\"", "\\u", "\\ud83d\\ude0", "\\", "\"", "\n", "\u0001", "\u007f", "é"];

    private static readonly Gen<string> Values = Gen.Recursive<string>((depth, value) => depth > 4
        ? Gen.OneOf("1", "\"s\"", "null")
        : Gen.Frequency(
            (3, Gen.OneOf("1", "-0.5e+3", "true", "false", "null", "\"\"")),
            (3, Gen.OneOf(Gen.Const("\\n"), Gen.Const("\\\\"), Gen.Const("\\\""), Gen.Const("\\uD83D"), Gen.String[Gen.Char['#', 'z'].Where(c => c != '\\'), 0, 40]).Array[0, 8].Select(parts => $"\"{string.Concat(parts)}\"")),
            (2, value.Array[0, 4].Select(items => $"[ {string.Join(" ,", items)}]")),
            (2, value.Array[0, 4].Select(items => $"{{{string.Join(",", items.Select((item, i) => $"\"k{i}\" : {item}\n"))}}}"))));

    [Fact]
    public void Accepts_whatever_is_json() => Values.Sample(text => Accepts(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Agrees_with_the_framework_on_any_pieces() =>
        Gen.OneOf(Pieces).Array[1, 12].Select(string.Concat).Sample(Agrees, iter: 5_000);

    [Fact]
    public void Agrees_with_the_framework_on_damaged_json() =>
        Gen.Select(Values, Gen.Int[0, 10_000], Gen.OneOf(Pieces)).Sample((text, at, piece) => Agrees(text.Insert(at % (text.Length + 1), piece)), iter: 3_000);

    [Fact]
    public void Agrees_with_the_framework_on_cut_json() =>
        Gen.Select(Values, Gen.Int[0, 10_000]).Sample((text, at) => Agrees(text[..(at % (text.Length + 1))]));

    [Fact]
    public void Agrees_with_the_framework_wherever_in_a_string_something_special_stands()
    {
        foreach (var special in Special)
        {
            for (var before = 0; before < 140; before++)
            {
                var start = "\"" + new string('x', before) + special;
                foreach (var rest in (string[])["", "\"", "y\"", new string('y', 70) + "\"", "0123\"", special + "\""])
                    Assert.True(Agrees(start + rest), start + rest);
            }
        }
    }

    [Fact]
    public void Agrees_with_the_framework_on_strings_full_of_escapes() =>
        Gen.OneOf(Gen.OneOf(Special), Gen.String[Gen.Char[' ', 'z'].Where(c => c is not '\\' and not '"'), 0, 70]).Array[1, 30].Select(parts => $"\"{string.Concat(parts)}\"").Sample(Agrees, iter: 5_000);

    /// <summary>Runs of backslashes of any length, from any place on: an odd one covers what stands behind it.</summary>
    [Fact]
    public void Agrees_with_the_framework_on_runs_of_backslashes()
    {
        for (var before = 0; before < 70; before++)
        {
            for (var run = 0; run < 140; run++) Assert.True(Agrees("\"" + new string('x', before) + new string('\\', run) + "\""), $"{run} behind {before}");
        }
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void Goes_as_deep_as_it_says(int depth, bool accepted)
    {
        Assert.Equal(accepted, Accepts(Encoding.UTF8.GetBytes(new string('[', depth) + new string(']', depth))));
        Assert.Equal(accepted, Accepts(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", depth - 1)) + "{}" + new string('}', depth - 1))));
    }

    private static bool Agrees(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return Accepts(bytes) == FrameworkAccepts(bytes);
    }

    private static bool Accepts(ReadOnlySpan<byte> text)
    {
        var json = new JsonScanner(text);
        return json.TrySkipValue(0) && json.IsAtEnd();
    }

    private static bool FrameworkAccepts(ReadOnlySpan<byte> text)
    {
        try
        {
            var json = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = JsonScanner.MaxDepth });
            var any = false;
            while (json.Read()) any = true;
            return any;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
