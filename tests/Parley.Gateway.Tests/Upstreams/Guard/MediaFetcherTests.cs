using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.Gemini;
using Parley.Gateway.Dialects.OpenAiChat;
using Parley.Gateway.Messages;
using Parley.Gateway.Routing;
using Parley.Gateway.Upstreams.Guard;

namespace Parley.Gateway.Tests.Upstreams.Guard;

/// <summary>Files that callers name by their addresses, for vendors that do not fetch them: a real server of files, and the guard.</summary>
public sealed class MediaFetcherTests : IAsyncLifetime
{
    private static readonly byte[] Pdf = "%PDF-1.7 one page"u8.ToArray(), Png = [0x89, (byte)'P', (byte)'N', (byte)'G', 1, 2, 3];

    private readonly WebApplication _files;

    public MediaFetcherTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _files = builder.Build();
        _files.MapGet("/a.pdf", () => Results.Bytes(Pdf, "application/octet-stream"));
        _files.MapGet("/a", () => Results.Bytes(Png, "text/plain"));
        _files.MapGet("/page", () => Results.Content("<html>secret</html>", "image/png"));
        _files.MapGet("/moved", () => Results.Redirect("/a.pdf"));
        _files.MapGet("/round", () => Results.Redirect("/round"));
        _files.MapGet("/away", () => Results.Redirect("http://localhost:1/a.pdf"));
        _files.MapGet("/large", () => Results.Bytes([.. Pdf, .. new byte[21 * 1024 * 1024]]));
    }

    private string Base => _files.Urls.First();

    public async ValueTask InitializeAsync() => await _files.StartAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync() => await _files.DisposeAsync();

    [Theory, InlineData("/a.pdf"), InlineData("/moved")]
    public async Task A_document_that_chat_has_no_address_for_is_sent_as_it_is(string path)
    {
        var (body, dropped) = await WriteAsync(new OpenAiChatDialect(), Ask(new DocumentPart(new UrlSource(Base + path), "a.pdf")), allowed: true);
        Assert.Contains($"data:application/pdf;base64,{Convert.ToBase64String(Pdf)}", body, StringComparison.Ordinal);
        Assert.Empty(dropped);
    }

    [Theory, InlineData("/page"), InlineData("/round"), InlineData("/away"), InlineData("/large"), InlineData("/none")]
    public async Task What_cannot_be_fetched_or_is_no_document_is_named_as_left_out(string path)
    {
        var (body, dropped) = await WriteAsync(new OpenAiChatDialect(), Ask(new DocumentPart(new UrlSource(Base + path), "a.pdf")), allowed: true);
        Assert.DoesNotContain("base64", body, StringComparison.Ordinal);
        Assert.Equal(["messages.content.document.url"], dropped);
    }

    [Fact]
    public async Task A_private_address_is_never_fetched_from()
    {
        var (body, dropped) = await WriteAsync(new OpenAiChatDialect(), Ask(new DocumentPart(new UrlSource(Base + "/a.pdf"), "a.pdf")), allowed: false);
        Assert.DoesNotContain("base64", body, StringComparison.Ordinal);
        Assert.Equal(["messages.content.document.url"], dropped);
    }

    [Fact]
    public async Task A_private_address_is_told_to_no_vendor()
    {
        var (body, dropped) = await WriteAsync(new GeminiDialect(), Ask(new ImagePart(new UrlSource(Base + "/a.png"), null)), allowed: false);
        Assert.DoesNotContain(Base, body, StringComparison.Ordinal);
        Assert.Equal(["messages.content.image.url"], dropped);
    }

    [Fact]
    public async Task Pictures_inside_of_results_are_fetched_for_Google_where_it_cannot()
    {
        var result = new ToolResultPart("c", [new ImagePart(new UrlSource(Base + "/a"), null)], IsError: false);
        var prompt = new Prompt { Turns = [new Turn(TurnRole.Assistant, [new ToolCallPart("c", "look", "{}")]), new Turn(TurnRole.User, [result])] };
        var (body, _) = await WriteAsync(new GeminiDialect(), prompt, allowed: true);
        Assert.Contains($"\"mimeType\":\"image/png\",\"data\":\"{Convert.ToBase64String(Png)}\"", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gemini-2.5-flash", "https://files.example/a.png", true)]
    [InlineData("gemini-2.5-flash", "http://files.example/a.png", false)]
    [InlineData("gemini-2.5-flash", "https://files.example/a", false)]
    [InlineData("gemini-2.0-flash", "https://files.example/a.png", false)]
    public void Google_fetches_since_2_5_from_https_what_its_name_tells(string model, string url, bool fetches) =>
        Assert.Equal(fetches, new GeminiDialect().Fetches(new ImagePart(new UrlSource(url), null), url, Target(model)));

    private static Prompt Ask(ContentPart part) => new() { Turns = [new Turn(TurnRole.User, [new TextPart("Look."), part])] };

    private static UpstreamTarget Target(string model) => new(new UpstreamConfig { Name = "up", Kind = "chat" }, model);

    private async Task<(string Body, IReadOnlyCollection<string> Dropped)> WriteAsync(IUpstreamDialect dialect, Prompt prompt, bool allowed)
    {
        var key = new ConnectionKey("http", "127.0.0.1", new Uri(Base).Port, allowed, TimeSpan.FromSeconds(2));
        using var fetcher = new MediaFetcher(key, (host, _) => Task.FromResult<System.Net.IPAddress[]>([System.Net.IPAddress.Loopback]), TimeProvider.System, NullLogger<MediaFetcher>.Instance);
        var target = Target("gemini-2.5-flash");
        var output = new ArrayBufferWriter<byte>();
        var dropped = dialect.WriteRequest(await fetcher.InlineAsync(prompt, dialect, target, TestContext.Current.CancellationToken), target, stream: false, output);
        return (Encoding.UTF8.GetString(output.WrittenSpan), dropped);
    }
}
