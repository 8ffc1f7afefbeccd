using System.Globalization;
using System.Net;
using System.Security.Cryptography;

namespace Parley.Tests.Simulation;

public sealed class AudioSimulationTests : SimulatorBench
{
    [Theory]
    [InlineData("mp3", "audio/mpeg"), InlineData("opus", "audio/opus"), InlineData("wav", "audio/wav"), InlineData("pcm", "audio/pcm")]
    public async Task Speech_is_sound_in_chunks(string format, string contentType)
    {
        using var answer = await SpeakAsync("tts-1-n5", format);
        Assert.Equal(contentType, answer.Content.Headers.ContentType!.MediaType);
        Assert.Null(answer.Content.Headers.ContentLength);
        var sound = await answer.Content.ReadAsByteArrayAsync();
        if (format == "wav") Assert.Equal(sound.Length - 44, BitConverter.ToInt32(sound, 40));
        if (format == "pcm") Assert.Equal(5 * 480, sound.Length);
        using var again = await SpeakAsync("tts-1-n5", format);
        Assert.Equal(sound, await again.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Speech_as_events_holds_the_same_sound()
    {
        using var plain = await SpeakAsync("tts-n3", "pcm");
        using var answer = await SpeakAsync("tts-n3", "pcm", ",\"stream_format\":\"sse\"");
        var events = Events(await answer.Content.ReadAsStringAsync());
        Assert.Equal("[DONE]", events[^1].Data);
        Assert.Equal(("speech.audio.done", 5), (Parse(events[^2].Data).GetProperty("type").GetString(), Parse(events[^2].Data).GetProperty("usage").GetProperty("total_tokens").GetInt32()));
        Assert.Equal(await plain.Content.ReadAsByteArrayAsync(), events[..^2].SelectMany(e => Parse(e.Data).GetProperty("audio").GetBytesFromBase64()));
    }

    [Fact]
    public async Task Speech_can_be_cut_and_refused()
    {
        await Assert.ThrowsAnyAsync<HttpRequestException>(async () => await (await SpeakAsync("tts-n9-drop2", "mp3")).Content.ReadAsByteArrayAsync());
        using var refused = await SpeakAsync("tts-strict", "mp3", ",\"pitch\":1");
        Assert.Contains("Unknown parameter: 'pitch'", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("whisper-1", "json", "duration"), InlineData("gpt-4o-transcribe", "json", "tokens"), InlineData("whisper-1", "verbose_json", "duration")]
    public async Task What_was_heard_has_its_usage(string model, string format, string type)
    {
        using var answer = await HearAsync($"{model}-n3", format);
        var json = Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal("lorem ipsum dolor", json.GetProperty("text").GetString());
        Assert.Equal(type, json.GetProperty("usage").GetProperty("type").GetString());
        if (format == "verbose_json") Assert.Equal(json.GetProperty("duration").GetDouble(), json.GetProperty("segments")[0].GetProperty("end").GetDouble());
    }

    [Theory]
    [InlineData("text", "text/plain", "lorem ipsum\n"), InlineData("srt", "text/plain", "1\n00:00:00,000 --> 00:00:03,000\nlorem ipsum\n\n\n"), InlineData("vtt", "text/vtt", "WEBVTT\n\n00:00:00.000 --> 00:00:03.000\nlorem ipsum\n\n")]
    public async Task What_was_heard_can_be_plain_text(string format, string contentType, string text)
    {
        using var answer = await HearAsync("whisper-n2", format);
        Assert.Equal(contentType, answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(text, await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_file_is_counted_and_hashed_and_not_kept()
    {
        using var answer = await HearAsync("whisper-echo", "json");
        var hash = Convert.ToHexStringLower(SHA256.HashData(new byte[100_000]));
        Assert.Equal($"talk.wav 100000 {hash}", Parse(await answer.Content.ReadAsStringAsync()).GetProperty("text").GetString());
        var file = Simulator.LastRequest!.Form.Single(f => f.Name == "file");
        Assert.Equal(("talk.wav", "audio/wav", 100_000L, hash, null), (file.FileName, file.ContentType, file.Size, file.Sha256, file.Text));
        Assert.Contains(hash, await Client.GetStringAsync("/__requests"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_streamed_transcript_folds_to_its_end()
    {
        using var answer = await HearAsync("gpt-4o-transcribe-utf-n4", "json", stream: true);
        var events = Events(await answer.Content.ReadAsStringAsync());
        var done = Parse(events[^2].Data);
        Assert.Equal(("transcript.text.done", 4), (done.GetProperty("type").GetString(), done.GetProperty("usage").GetProperty("output_tokens").GetInt32()));
        Assert.Equal(done.GetProperty("text").GetString(), string.Concat(events[..^2].Select(e => Parse(e.Data).GetProperty("delta").GetString())));
        using var failed = await HearAsync("gpt-4o-transcribe-n4-errmid1", "json", stream: true);
        Assert.True(Parse(Events(await failed.Content.ReadAsStringAsync())[^1].Data).TryGetProperty("error", out _));
        using var whisper = await HearAsync("whisper-n1", "json", stream: true);
        Assert.Equal("application/json", whisper.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("", "json", "model"), InlineData("whisper-1", "odt", "Invalid value: 'odt'"), InlineData("gpt-4o-transcribe-strict", "srt", "not compatible"), InlineData("whisper-err400", "json", "simulated status 400")]
    public async Task Bad_forms_are_refused(string model, string format, string reason)
    {
        using var answer = await HearAsync(model, format);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(reason, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private Task<HttpResponseMessage> SpeakAsync(string model, string format, string more = "") =>
        Client.SendAsync(new(HttpMethod.Post, "/v1/audio/speech") { Content = new StringContent($$"""{"model":"{{model}}","voice":"alloy","input":"say this","response_format":"{{format}}"{{more}}}""") }, HttpCompletionOption.ResponseHeadersRead);

    private async Task<HttpResponseMessage> HearAsync(string model, string format, bool stream = false)
    {
        var sound = new ByteArrayContent(new byte[100_000]);
        sound.Headers.ContentType = new("audio/wav");
        using var form = new MultipartFormDataContent
        {
            { sound, "file", "talk.wav" }, { new StringContent(model), "model" }, { new StringContent(format), "response_format" },
            { new StringContent(stream.ToString(CultureInfo.InvariantCulture).ToLowerInvariant()), "stream" },
        };
        return await Client.PostAsync("/v1/audio/transcriptions", form);
    }
}
