using System.Text;
using Parley.Chat;

namespace Parley.Tests.Chat;

public sealed class JsonBytesTests
{
    [Fact]
    public void Each_result_is_its_own_also_within_another()
    {
        var first = Write("one");
        var outer = JsonBytes.Write("data: "u8, 2, static (json, number) =>
        {
            json.WriteStartArray();
            json.WriteRawValue(Write("with\nin"), skipInputValidation: true);
            json.WriteNumberValue(number);
            json.WriteEndArray();
        }, "\n\n"u8);
        Assert.Equal("data: [\"with\\nin\",2]\n\n", Encoding.UTF8.GetString(outer));
        Assert.Equal("\"one\"", Encoding.UTF8.GetString(first));
    }

    [Fact]
    public void A_writer_that_fails_leaves_nothing_behind()
    {
        Assert.Throws<InvalidOperationException>(() => JsonBytes.Write("x"u8, 0, static (json, _) =>
        {
            json.WriteStartObject();
            throw new InvalidOperationException();
        }, "y"u8));
        Assert.Equal("\"next\"", Encoding.UTF8.GetString(Write("next")));
        Assert.Equal($"\"{new string('a', 100_000)}\"", Encoding.UTF8.GetString(Write(new string('a', 100_000))));
        Assert.Equal("\"next\"", Encoding.UTF8.GetString(Write("next")));
    }

    private static byte[] Write(string text) => JsonBytes.Write([], text, static (json, text) => json.WriteStringValue(text), []);
}
