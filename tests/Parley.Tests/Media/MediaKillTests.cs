using System.Text;
using Parley.Tests.Reliability;

namespace Parley.Tests.Media;

/// <summary>kill -9 at the moment at which a client has all of its answer: the ledger knows it already.</summary>
[Trait("Pace", "slow")]
public sealed class MediaKillTests
{
    [Theory]
    [InlineData("/v1/audio/speech", """{"model":"media/tts-1","voice":"a","input":"x"}""", 300_007)]
    [InlineData("/v1/audio/speech", """{"model":"media/linger","voice":"a","input":"x","stream_format":"sse"}""", 0)]
    [InlineData("/v1/images/generations", """{"model":"media/linger","prompt":"x","stream":true}""", 0)]
    [InlineData("/v1/images/generations", """{"model":"media/gpt-image-1","prompt":"x"}""", 0)]
    public async Task An_answer_that_was_seen_to_its_end_is_booked(string path, string body, int length)
    {
        await using var stage = await MediaStage.StartAsync(new());
        var rounds = Reliable.Times("PARLEY_KILL_ROUNDS", 1);
        for (var round = 0; round < rounds; round++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            using var response = await stage.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            var id = response.Headers.GetValues("x-parley-request-id").Single();
            await ReadAsync(response, length);
            await stage.Parley.KillAsync();
            await stage.Parley.StartAsync();
            Assert.Equal("completed", (await stage.Usage.FindAsync(id))!.Value.GetProperty("outcome").GetString());
        }
    }

    /// <summary>To the last byte of the sound, or of the vendor's last event: not to the end of the response.</summary>
    private static async Task ReadAsync(HttpResponseMessage response, int length)
    {
        var stream = await response.Content.ReadAsStreamAsync();
        if (length > 0)
        {
            await stream.ReadExactlyAsync(new byte[length]);
            return;
        }

        var text = new StringBuilder();
        var buffer = new byte[64 * 1024];
        while (!text.ToString().TrimEnd().EndsWith("}}", StringComparison.Ordinal) || !text.ToString().Contains("\"usage\"", StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer);
            if (read == 0) return;
            text.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }
    }
}
