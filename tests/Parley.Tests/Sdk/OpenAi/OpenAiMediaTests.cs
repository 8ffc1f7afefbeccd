using System.ClientModel;
using OpenAI.Audio;
using OpenAI.Images;

namespace Parley.Tests.Sdk.OpenAi;

/// <summary>Pictures and sound through OpenAI's own clients.</summary>
[Collection(SdkTests.Name), Trait("Pace", "slow")]
public sealed class OpenAiMediaTests(SdkStage stage)
{
    private static Stream Recording => new MemoryStream(Media.Forms.Wav(2000));

    [Fact]
    public async Task Pictures_of_words()
    {
        var one = (await stage.Images("n3").GenerateImageAsync("A lighthouse in fog")).Value;
        Assert.Equal("\u0089PNG", System.Text.Encoding.Latin1.GetString(one.ImageBytes.ToArray().AsSpan(0, 4)));
        var two = (await stage.Images("n3").GenerateImagesAsync("A lighthouse in fog", 2)).Value;
        Assert.Equal(2, two.Count);
        Assert.Equal(2 * 1056, two.Usage.OutputTokenCount);
    }

    [Fact]
    public async Task Pictures_of_pictures()
    {
        using var picture = new MemoryStream(Convert.FromBase64String(Samples.PngBase64));
        var edited = (await stage.Images("n3").GenerateImageEditAsync(picture, "harbour.png", "Make it night")).Value;
        Assert.False(edited.ImageBytes.ToMemory().IsEmpty);
        var file = Assert.Single(stage.Simulator.LastRequest!.Form, field => field.FileName is not null);
        Assert.Equal("harbour.png", file.FileName);
    }

    [Fact]
    public async Task Speech()
    {
        var sound = (await stage.Audio("n200-itl20").GenerateSpeechAsync("The ferry leaves at nine.", GeneratedSpeechVoice.Alloy)).Value;
        Assert.True(sound.ToMemory().Length > 1000);
    }

    [Fact]
    public async Task Transcripts_whole_and_streamed()
    {
        var whole = (await stage.Audio("n3").TranscribeAudioAsync(Recording, "meeting.wav")).Value;
        Assert.NotEmpty(whole.Text);
        List<string> pieces = [];
        string? text = null;
        await foreach (var update in await stage.Audio("n3").TranscribeAudioStreamingAsync(Recording, "meeting.wav"))
        {
            if (update is StreamingAudioTranscriptionTextDeltaUpdate delta) pieces.Add(delta.Delta);
            if (update is StreamingAudioTranscriptionTextDoneUpdate done) text = done.Text;
        }

        Assert.True(pieces.Count > 1);
        Assert.Equal(text, string.Concat(pieces));
    }

    [Fact]
    public async Task A_refusal_raises_with_the_vendors_words()
    {
        var image = await Assert.ThrowsAsync<ClientResultException>(() => stage.Images("err400").GenerateImageAsync("x"));
        Assert.Equal(400, image.Status);
        var sound = await Assert.ThrowsAsync<ClientResultException>(() => stage.Audio("err429-ra7").TranscribeAudioAsync(Recording, "a.wav"));
        Assert.Equal(429, sound.Status);
    }
}
