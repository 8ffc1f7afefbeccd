using System.Net;
using System.Text.RegularExpressions;
using Parley.Browser.Tests.Infrastructure;

namespace Parley.Browser.Tests;

/// <summary>Scripts and styles as a browser is given them.</summary>
[Collection(InTheBrowser.Name)]
public sealed partial class AssetTests(Stage stage)
{
    [Theory]
    [InlineData("br", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("gzip;q=1.0, br;q=0", "gzip")]
    [InlineData("identity", null)]
    public async Task They_are_kept_for_good_and_come_compressed(string accepts, string? encoding)
    {
        using var client = Client();
        var path = await StyleSheetAsync(client);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accepts);
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("public, max-age=31536000, immutable", string.Join(", ", answer.Headers.GetValues("Cache-Control")));
        Assert.Equal("text/css", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(encoding, answer.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Contains("Accept-Encoding", answer.Headers.Vary);
    }

    [Fact]
    public async Task One_that_the_browser_has_is_not_sent_again()
    {
        using var client = Client();
        var path = await StyleSheetAsync(client);
        using var first = await client.GetAsync(path, TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Theory]
    [InlineData("/assets/manifest.json")]
    [InlineData("/assets/..%2fParley.dll")]
    [InlineData("/assets/app.css")]
    public async Task Nothing_else_is_given_out(string path)
    {
        using var client = Client();
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private HttpClient Client() => new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None }) { BaseAddress = stage.Address };

    private static async Task<Uri> StyleSheetAsync(HttpClient client) =>
        new(StyleSheet().Match(await client.GetStringAsync(new Uri("/design", UriKind.Relative), TestContext.Current.CancellationToken)).Groups[1].Value, UriKind.Relative);

    [GeneratedRegex("rel=\"stylesheet\" href=\"([^\"]+)\"")]
    private static partial Regex StyleSheet();
}
