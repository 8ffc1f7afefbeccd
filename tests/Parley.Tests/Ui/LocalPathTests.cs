using Parley.Ui;

namespace Parley.Tests.Ui;

public sealed class LocalPathTests
{
    [Theory]
    [InlineData("/c/1?x=2#y", "/c/1?x=2#y")]
    [InlineData("/", "/")]
    [InlineData(null, "/")]
    [InlineData("", "/")]
    [InlineData("https://evil.example/", "/")]
    [InlineData("//evil.example/", "/")]
    [InlineData("/\\evil.example/", "/")]
    [InlineData("\\\\evil.example/", "/")]
    [InlineData("/\t/evil.example/", "/")]
    [InlineData("javascript:alert(1)", "/")]
    [InlineData("settings", "/")]
    public void Nobody_is_sent_out_of_the_house(string? asked, string path) => Assert.Equal(path, LocalPath.OrHome(asked));
}
