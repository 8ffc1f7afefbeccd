using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Parley.Tests.Media;

/// <summary>Transcripts: recordings go through without being kept, and are counted as the vendor counts them.</summary>
[Trait("Pace", "slow")]
public sealed class TranscriptionTests(MediaStage stage) : IClassFixture<MediaStage>
{
    private const string Path = "/v1/audio/transcriptions";

    [Theory]
    [InlineData("json", "gpt-4o-transcribe", "application/json", "input=8 output=12 inputAudio=40", "reported")]
    [InlineData("json", "whisper-seconds", "application/json", "audioMilliseconds=3000", "reported")]
    [InlineData("json", "whisper-bare", "application/json", "audioMilliseconds=1500", "estimated")]
    [InlineData("verbose_json", "whisper-bare", "application/json", "audioMilliseconds=2345", "reported")]
    [InlineData("text", "whisper-bare", "text/plain; charset=utf-8", "audioMilliseconds=1500", "estimated")]
    [InlineData("srt", "whisper-bare", "application/x-subrip", "audioMilliseconds=1500", "estimated")]
    [InlineData("vtt", "whisper-bare", "text/vtt", "audioMilliseconds=1500", "estimated")]
    public async Task Every_form_of_a_transcript_passes_and_is_counted(string format, string model, string type, string units, string source)
    {
        foreach (var modelLast in new[] { false, true })
        {
            var file = Forms.Wav(1500);
            (string, object)[] parts = [("model", $"media/{model}"), ("response_format", format), ("file", file)];
            using var form = Forms.Of(modelLast ? [.. parts.Reverse()] : parts);
            var answer = await stage.PostAsync(Path, form);
            Assert.Equal((200, type), (answer.Status, answer.ContentType));
            Assert.Contains("The ferry leaves at nine.", answer.Text, StringComparison.Ordinal);
            Assert.Equal(MediaStage.Sha256(file), stage.Vendor.Last.Parts.Single(p => p.Name == "file").Sha256);
            var record = await stage.RecordAsync(answer);
            Assert.Equal((units, source, "completed", "transcription"),
                (Units.Of(record), record.GetProperty("source").GetString(), record.GetProperty("outcome").GetString(), record.GetProperty("operation").GetString()));
        }
    }

    [Fact]
    public async Task A_recording_of_unknown_length_is_an_estimate_of_nothing()
    {
        using var form = Forms.Of(("model", "media/whisper-bare"), ("file", "no wav"u8.ToArray()));
        var record = await stage.RecordAsync(await stage.PostAsync(Path, form));
        Assert.Equal(("", "estimated"), (Units.Of(record), record.GetProperty("source").GetString()));
    }

    [Theory]
    [InlineData("gpt-4o-transcribe", "input=8 output=12 inputAudio=40", "reported"), InlineData("bare", "audioMilliseconds=700", "estimated")]
    public async Task Frames_pass_through_with_what_stands_behind_the_last_event(string model, string units, string source)
    {
        using var form = Forms.Of(("file", Forms.Wav(700)), ("model", $"media/{model}"), ("stream", "true"));
        var answer = await stage.PostAsync(Path, form);
        Assert.Equal(VendorAnswers.Frames(stage.Vendor.Last), answer.Text);
        var record = await stage.RecordAsync(answer);
        Assert.Equal((units, source, true), (Units.Of(record), record.GetProperty("source").GetString(), record.GetProperty("stream").GetBoolean()));
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public async Task Sixty_megabytes_pass_and_take_no_memory(bool modelLast)
    {
        using (var small = Forms.Of(("model", "media/whisper"), ("file", Forms.Wav(100)))) await stage.PostAsync(Path, small);
        await using var recording = new Noise(60 * 1024 * 1024);
        (string, object)[] parts = [("model", "media/whisper"), ("file", recording)];
        using var form = Forms.Of(modelLast ? [.. parts.Reverse()] : parts);
        var (before, peak) = (ResidentMegabytes(), 0.0);
        var sending = stage.PostAsync(Path, form);
        while (!sending.IsCompleted)
        {
            peak = Math.Max(peak, ResidentMegabytes());
            await Task.Delay(5);
        }

        Assert.Equal(200, (await sending).Status);
        var file = stage.Vendor.Last.Parts.Single(p => p.Name == "file");
        Assert.Equal((60L * 1024 * 1024, recording.Sha256), (file.Length, file.Sha256));
        Assert.True(peak - before < 30, $"memory grew from {before:0} to {peak:0} MiB");
    }

    [Fact]
    public async Task The_temporary_file_is_there_only_as_long_as_it_is_needed()
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(stage.Parley.BaseAddress.Host, stage.Parley.BaseAddress.Port);
        await socket.GetStream().WriteAsync(Head(1_000_000, Part("file", "x.wav") + new string('a', 300_000)));
        await MediaStage.UntilAsync(() => Spools() == 1, "the file is not kept");
        Assert.Empty(Directory.GetFiles(System.IO.Path.GetTempPath(), "parley-upload-*"));
        socket.Close();
        await MediaStage.UntilAsync(() => Spools() == 0, "the file is still kept");

        using var form = Forms.Of(("file", new byte[500_000]), ("model", "media/whisper"));
        Assert.Equal(200, (await stage.PostAsync(Path, form)).Status);
        await MediaStage.UntilAsync(() => Spools() == 0, "the file is still kept");
    }

    [Fact]
    public async Task A_client_that_leaves_in_the_middle_of_its_file_leaves_the_vendor_too()
    {
        var (aborted, model) = (stage.Vendor.Aborted, $"media/leaves-{Guid.NewGuid():N}");
        using var socket = new TcpClient();
        await socket.ConnectAsync(stage.Parley.BaseAddress.Host, stage.Parley.BaseAddress.Port);
        await socket.GetStream().WriteAsync(Head(1_000_000, Part("model") + model + "\r\n" + Part("file", "x.wav") + new string('a', 300_000)));
        await MediaStage.UntilAsync(() => stage.Vendor.Active > 0, "the vendor was not called");
        var watch = Stopwatch.StartNew();
        socket.Close();
        await MediaStage.UntilAsync(() => stage.Vendor.Aborted > aborted, "the vendor still waits");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5));
        var record = await stage.Usage.NewestAsync(model);
        Assert.Equal(("cancelled", 499), (record.GetProperty("outcome").GetString(), record.GetProperty("status").GetInt32()));
    }

    [Fact]
    public async Task A_client_that_sends_slowly_is_not_the_vendors_fault()
    {
        await using var slow = new Noise(400_000, pause: TimeSpan.FromMilliseconds(400));
        using var form = Forms.Of(("model", "hasty/whisper"), ("file", slow));
        var watch = Stopwatch.StartNew();
        var answer = await stage.PostAsync(Path, form);
        Assert.True(watch.Elapsed > TimeSpan.FromSeconds(1.5));
        Assert.Equal(200, answer.Status);
    }

    [Fact]
    public async Task A_vendor_that_does_not_answer_is_given_up_also_behind_a_form()
    {
        using var form = Forms.Of(("model", "hasty/hang"), ("file", Forms.Wav(100)));
        Assert.Equal(504, (await stage.PostAsync(Path, form)).Status);
    }

    [Fact]
    public async Task What_was_kept_is_sent_again_and_what_was_streamed_is_not()
    {
        using (var kept = Forms.Of(("file", Forms.Wav(100)), ("model", "again/once503")))
        {
            var answer = await stage.PostAsync(Path, kept);
            Assert.Equal((200, 2), (answer.Status, (await stage.RecordAsync(answer)).GetProperty("attempts").GetInt32()));
            Assert.Equal(MediaStage.Sha256(Forms.Wav(100)), stage.Vendor.Last.Parts.Single(p => p.Name == "file").Sha256);
        }

        using var streamed = Forms.Of(("model", "again/once503"), ("file", Forms.Wav(100)));
        var failed = await stage.PostAsync(Path, streamed);
        Assert.Equal((503, 1), (failed.Status, (await stage.RecordAsync(failed)).GetProperty("attempts").GetInt32()));
        using var even = Forms.Of(("model", "media/once503"), ("file", Forms.Wav(100)));
        Assert.Equal(200, (await stage.PostAsync(Path, even)).Status);
    }

    [Fact]
    public async Task A_form_that_breaks_in_what_was_already_on_its_way_is_told_and_not_tried_again()
    {
        foreach (var (tail, says) in new[] { (Part("model") + "again/other\r\n--b--\r\n", "twice"), ("", "closing boundary"), ("--b\r\nnonsense\r\n\r\n--b--\r\n", "headers") })
        {
            var answer = await PostAsync(Part("model") + "again/whisper\r\n" + Part("file", "x.wav") + "RIFF\r\n" + tail);
            Assert.Equal(400, answer.Status);
            Assert.Contains(says, answer.Error.GetProperty("message").GetString(), StringComparison.Ordinal);
            Assert.Equal(("failed", 1), ((await stage.RecordAsync(answer)).GetProperty("outcome").GetString(), (await stage.RecordAsync(answer)).GetProperty("attempts").GetInt32()));
        }
    }

    private async Task<MediaAnswer> PostAsync(string body)
    {
        using var content = new StringContent(body);
        content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");
        return await stage.PostAsync(Path, content);
    }

    private byte[] Head(int length, string body) => Encoding.ASCII.GetBytes(
        $"POST {Path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {stage.Key}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: {length}\r\n\r\n{body}");

    private static string Part(string name, string? file = null) => $"--b\r\nContent-Disposition: form-data; name=\"{name}\"{(file is null ? "" : $"; filename=\"{file}\"")}\r\n\r\n";

    /// <summary>Temporary files that the server has open.</summary>
    private int Spools() => Directory.GetFiles($"/proc/{stage.Parley.Process.Id}/fd")
        .Count(link => { try { return File.ResolveLinkTarget(link, false)?.FullName.Contains("parley-upload", StringComparison.Ordinal) == true; } catch (IOException) { return false; } });

    private double ResidentMegabytes() => double.Parse(
        File.ReadLines($"/proc/{stage.Parley.Process.Id}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
        System.Globalization.CultureInfo.InvariantCulture) / 1024;
}
