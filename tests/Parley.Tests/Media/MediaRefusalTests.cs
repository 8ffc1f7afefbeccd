using System.Net.Http.Headers;
using System.Text;

namespace Parley.Tests.Media;

/// <summary>What cannot be served is refused in OpenAI's shape, and the vendor hears nothing of it.</summary>
[Trait("Pace", "slow")]
public sealed class MediaRefusalTests(MediaStage stage) : IClassFixture<MediaStage>
{
    private const string Good = "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nmedia/whisper\r\n";
    private const string File = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\nRIFF\r\n";

    private int _seen;

    public static TheoryData<string, string, string> Paths => new()
    {
        { "/v1/images/generations", """{"prompt":"x","model":"MODEL"}""", "image_generation" }, { "/v1/images/edits", """{"prompt":"x","model":"MODEL"}""", "image_edit" },
        { "/v1/audio/speech", """{"input":"x","model":"MODEL"}""", "speech" },
    };

    [Theory, MemberData(nameof(Paths))]
    public async Task Of_JSON(string path, string body, string operation)
    {
        await RefusedAsync(await SendAsync(path, body.Replace("MODEL", "nobody-serves-this", StringComparison.Ordinal)), 404, "model_not_found");
        foreach (var model in new[] { "words/claude", "demo" })
            Assert.Contains(operation, await RefusedAsync(await SendAsync(path, body.Replace("MODEL", model, StringComparison.Ordinal)), 400, null), StringComparison.Ordinal);
        await RefusedAsync(await SendAsync(path, """{"prompt":"x"}"""), 400, null);
        await RefusedAsync(await SendAsync(path, "{"), 400, null);
    }

    [Theory]
    [InlineData(File, 400, "model")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\n\r\n" + File, 400, "model")]
    [InlineData(Good + Good + File, 400, "twice")]
    [InlineData("--b\r\nContent-Type: text/plain\r\n\r\nx\r\n" + Good, 400, "no name")]
    [InlineData("--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n" + Good, 400, "no name")]
    [InlineData("--b\r\nno header at all\r\n\r\nx\r\n" + Good, 400, "multipart")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nnobody-serves-this\r\n" + File, 404, "nobody-serves-this")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwords/claude\r\n" + File, 400, "transcription")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\ndemo\r\n" + File, 400, "transcription")]
    public async Task Of_forms(string parts, int status, string says) =>
        Assert.Contains(says, await RefusedAsync(await SendAsync("/v1/audio/transcriptions", parts + "--b--\r\n", "multipart/form-data; boundary=b"), status, null), StringComparison.Ordinal);

    [Fact]
    public async Task Of_forms_that_break_off_and_bodies_that_are_no_forms()
    {
        await RefusedAsync(await SendAsync("/v1/audio/transcriptions", File + Good, "multipart/form-data; boundary=b"), 400, null);
        await RefusedAsync(await SendAsync("/v1/audio/transcriptions", "nonsense", "multipart/form-data; boundary=b"), 400, null);
        Assert.Contains("boundary", await RefusedAsync(await SendAsync("/v1/audio/transcriptions", Good, "multipart/form-data"), 400, null), StringComparison.Ordinal);
        Assert.Contains("multipart/form-data", await RefusedAsync(await SendAsync("/v1/audio/transcriptions", """{"model":"media/whisper"}"""), 400, null), StringComparison.Ordinal);
        var field = $"--b\r\nContent-Disposition: form-data; name=\"prompt\"\r\n\r\n{new string('x', 1_100_000)}\r\n";
        await RefusedAsync(await SendAsync("/v1/audio/transcriptions", field + Good + File + "--b--\r\n", "multipart/form-data; boundary=b"), 413, "request_too_large");
    }

    [Theory]
    [InlineData(400, 400), InlineData(401, 502), InlineData(404, 404), InlineData(429, 429), InlineData(500, 502), InlineData(503, 503)]
    public async Task A_vendors_refusal_is_told_by_the_one_table(int vendor, int status)
    {
        using var form = Forms.Of(("model", $"media/err{vendor}"), ("file", Forms.Wav(10)));
        MediaAnswer[] answers =
        [
            await stage.PostAsync("/v1/images/generations", $$"""{"model":"media/err{{vendor}}","prompt":"x"}"""),
            await stage.PostAsync("/v1/audio/speech", $$"""{"model":"media/err{{vendor}}","input":"x"}"""),
            await stage.PostAsync("/v1/audio/transcriptions", form),
        ];
        foreach (var answer in answers)
        {
            Assert.Equal(status, answer.Status);
            Assert.Equal(status < 500, answer.Text.Contains("The vendor says", StringComparison.Ordinal));
            var record = await stage.RecordAsync(answer);
            Assert.Equal(("failed", status, "none"), (record.GetProperty("outcome").GetString(), record.GetProperty("status").GetInt32(), Units.Of(record)));
        }
    }

    [Fact]
    public async Task Forms_over_the_limit()
    {
        await using var small = await MediaStage.StartAsync(new() { Arguments = ["--Parley:Gateway:MaxUploadBytes=200000"] });
        foreach (var modelLast in new[] { false, true })
            foreach (var announced in new[] { false, true })
            {
                (string, object)[] parts = [("model", "media/whisper"), ("file", announced ? new byte[300_000] : new Noise(300_000))];
                using var form = Forms.Of(modelLast ? [.. parts.Reverse()] : parts);
                MediaAnswer answer;
                try
                {
                    answer = await small.PostAsync("/v1/audio/transcriptions", form);
                }
                catch (HttpRequestException) when (!announced)
                {
                    // The server closes on a client that sends on; whether that one still hears why is a race.
                    continue;
                }

                Assert.Equal((413, "request_too_large"), (answer.Status, answer.Error.GetProperty("code").GetString()));
            }

        Assert.DoesNotContain(small.Vendor.Calls, call => call.Parts.Count == 2);
        using var fits = Forms.Of(("model", "media/whisper"), ("file", new byte[190_000]));
        Assert.Equal(200, (await small.PostAsync("/v1/audio/transcriptions", fits)).Status);
    }

    private async Task<MediaAnswer> SendAsync(string path, string body, string type = "application/json")
    {
        _seen = stage.Vendor.Requests;
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return await stage.PostAsync(path, content);
    }

    private async Task<string> RefusedAsync(MediaAnswer answer, int status, string? code)
    {
        Assert.True(answer.Status == status, $"{answer.Status}: {answer.Text}");
        Assert.Equal("invalid_request_error", answer.Error.GetProperty("type").GetString());
        if (code is not null) Assert.Equal(code, answer.Error.GetProperty("code").GetString());
        Assert.Equal((_seen, 0), (stage.Vendor.Requests, stage.Vendor.Active));
        return answer.Error.GetProperty("message").GetString()!;
    }
}
