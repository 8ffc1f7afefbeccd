using System.Text;
using System.Text.Json;

namespace Parley.Tests.Media;

/// <summary>Speech: the sound leaves as it arrives, and nothing of it is missing or kept.</summary>
[Trait("Pace", "slow")]
public sealed class SpeechTests(MediaStage stage) : IClassFixture<MediaStage>
{
    private const string Path = "/v1/audio/speech";

    [Theory]
    [InlineData("tts-1", false), InlineData("tts-1-length", true)]
    public async Task Sound_arrives_byte_for_byte_and_characters_are_counted(string model, bool announced)
    {
        // 11 letters, a space, one character beyond the first plane in two escapes, one in UTF-8.
        var answer = await stage.PostAsync(Path, $$"""{"model":"media/{{model}}","voice":"alloy","input":"Hello\u0020wörld \ud83d\ude80🚀"}""");
        Assert.Equal((200, "audio/mpeg"), (answer.Status, answer.ContentType));
        Assert.Equal(MediaStage.Sha256(VendorAnswers.Sound), MediaStage.Sha256(answer.Body));
        if (announced) Assert.Equal(VendorAnswers.Sound.Length, answer.Length);
        var record = await stage.RecordAsync(answer);
        Assert.Equal(("characters=14", "reported", "completed", "speech"), (Units.Of(record), record.GetProperty("source").GetString(), record.GetProperty("outcome").GetString(), record.GetProperty("operation").GetString()));
        Assert.Equal(JsonValueKind.Null, record.GetProperty("rawUsage").ValueKind);
        Assert.True(record.GetProperty("ttftMs").GetDouble() > 0);
    }

    [Fact]
    public async Task The_first_half_is_there_before_the_vendor_has_made_the_second()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new StringContent("""{"model":"media/gated","voice":"a","input":"x"}""", Encoding.UTF8, "application/json") };
        using var response = await stage.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var body = await response.Content.ReadAsStreamAsync();
        var half = new byte[VendorAnswers.Sound.Length / 2 - 1];
        await body.ReadExactlyAsync(half).AsTask().WaitAsync(TimeSpan.FromSeconds(10));
        stage.Vendor.Gate.Release();
        using var rest = new MemoryStream();
        await body.CopyToAsync(rest);
        Assert.Equal(MediaStage.Sha256(VendorAnswers.Sound), MediaStage.Sha256([.. half, .. rest.ToArray()]));
    }

    [Fact]
    public async Task Events_pass_through_and_tell_tokens()
    {
        var answer = await stage.PostAsync(Path, """{"model":"media/gpt-4o-mini-tts","voice":"alloy","input":"Hi","stream_format":"sse"}""");
        Assert.Equal(("text/event-stream; charset=utf-8", VendorAnswers.Frames(stage.Vendor.Last)), (answer.ContentType, answer.Text));
        var record = await stage.RecordAsync(answer);
        Assert.Equal(("input=9 outputAudio=70", "reported", true), (Units.Of(record), record.GetProperty("source").GetString(), record.GetProperty("stream").GetBoolean()));
    }

    [Fact]
    public async Task A_vendor_that_keeps_a_finished_stream_open_is_not_waited_for()
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var answer = await stage.PostAsync(Path, """{"model":"media/linger","voice":"alloy","input":"Hi","stream_format":"sse"}""");
        Assert.EndsWith("\"total_tokens\":79}}\n\n", answer.Text, StringComparison.Ordinal);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10));
        Assert.Equal("completed", (await stage.RecordAsync(answer)).GetProperty("outcome").GetString());
    }

    [Theory]
    [InlineData("cut"), InlineData("cut-length")]
    public async Task Sound_that_is_cut_has_no_clean_end(string model)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new StringContent($$"""{"model":"media/{{model}}","voice":"a","input":"four"}""", Encoding.UTF8, "application/json") };
        using var response = await stage.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var id = response.Headers.GetValues("x-parley-request-id").Single();
        await Assert.ThrowsAnyAsync<Exception>(() => response.Content.ReadAsByteArrayAsync());
        var record = (await stage.Usage.FindAsync(id))!.Value;
        Assert.Equal(("failed", "stream_cut", "characters=4", "estimated"),
            (record.GetProperty("outcome").GetString(), record.GetProperty("error").GetString(), Units.Of(record), record.GetProperty("source").GetString()));
    }

    [Fact]
    public async Task A_page_is_no_sound()
    {
        var answer = await stage.PostAsync(Path, """{"model":"media/html","voice":"a","input":"x"}""");
        Assert.Equal((502, "application/json"), (answer.Status, answer.ContentType));
        Assert.DoesNotContain("script", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_leaves_stops_the_vendor()
    {
        var aborted = stage.Vendor.Aborted;
        string id;
        using (var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new StringContent("""{"model":"media/gated-leave","voice":"a","input":"four"}""", Encoding.UTF8, "application/json") })
        using (var response = await stage.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead))
        {
            id = response.Headers.GetValues("x-parley-request-id").Single();
            await (await response.Content.ReadAsStreamAsync()).ReadExactlyAsync(new byte[1000]);
        }

        await MediaStage.UntilAsync(() => stage.Vendor.Aborted > aborted, "the vendor still speaks");
        var record = await stage.Usage.SettledAsync(id);
        Assert.Equal(("cancelled", "characters=4", "estimated"), (record.GetProperty("outcome").GetString(), Units.Of(record), record.GetProperty("source").GetString()));
    }
}
