using System.Text;
using Parley.Gateway.Dialects;

namespace Parley.Gateway.Tests.Dialects;

public sealed class JsonStringsTests
{
    [Theory]
    [InlineData("", 0), InlineData("abc", 3), InlineData("für", 3), InlineData("日本", 2), InlineData("🎉!", 2)]
    [InlineData("a\\n\\\"b", 4), InlineData("\\u00fcx", 2), InlineData("\\ud83c\\udf89!", 2), InlineData("\\uD83C\\uDF89", 1)]
    public void Characters_are_counted_and_not_their_bytes_or_escapes(string escaped, int expected) =>
        Assert.Equal(expected, JsonStrings.Characters(Encoding.UTF8.GetBytes(escaped)));
}
