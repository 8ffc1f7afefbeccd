using System.Text;
using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.OpenAiMedia;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Dialects.OpenAiMedia;

/// <summary>What the taps say of answers that pass by.</summary>
public sealed class TapTests
{
    private const string Picture = """{"created":1,"data":[{"b64_json":"aGk="},{"url":"https://a.example"}],"usage":{"input_tokens":50,"output_tokens":40,"total_tokens":90,"input_tokens_details":{"text_tokens":10,"image_tokens":30,"cached_tokens":10}}}""";

    [Theory]
    [InlineData(LlmOperation.GenerateImage, Picture, "usage input=10 cacheRead=10 inputImage=30 outputImage=40 images=2")]
    [InlineData(LlmOperation.EditImage, """{"data":[{}],"usage":{"output_tokens":40,"output_tokens_details":{"text_tokens":15,"image_tokens":25}}}""", "usage output=15 outputImage=25 images=1")]
    [InlineData(LlmOperation.GenerateImage, """{"data":[{"url":"x"}]}""", "usage images=1")]
    [InlineData(LlmOperation.GenerateImage, """{"data":null,"usage":null,"error":null}""", null)]
    [InlineData(LlmOperation.Transcribe, """{"text":"a","usage":{"type":"duration","seconds":1.4996}}""", "usage audioMs=1500")]
    [InlineData(LlmOperation.Transcribe, """{"duration":"8.5","text":"a"}""", "usage audioMs=8500")]
    [InlineData(LlmOperation.Transcribe, """{"duration":8.47,"text":"a","usage":{"type":"duration","seconds":9}}""", "usage audioMs=9000")]
    [InlineData(LlmOperation.Transcribe, """{"text":"a","usage":{"type":"tokens","input_tokens":14,"input_token_details":{"text_tokens":4,"audio_tokens":10},"output_tokens":5}}""", "usage input=4 output=5 inputAudio=10")]
    [InlineData(LlmOperation.Speak, """{"usage":{"total_tokens":9,"input_tokens":4}}""", "usage input=4 outputAudio=5")]
    [InlineData(LlmOperation.Transcribe, """{"usage":{"input_tokens":1e300,"output_tokens":-4,"seconds":"NaN"}}""", "usage input=1000000000000000")]
    public void Whole_bodies_in_disjoint_buckets(LlmOperation operation, string body, string? usage)
    {
        var lines = Lines(new WholeTap(operation), body);
        string[] expected = usage is null ? ["started id= model=", "finished Stop", "completed"] : ["started id= model=", usage, "finished Stop", "completed"];
        Assert.Equal(expected, lines);
    }

    [Theory]
    [InlineData("""{"error":{"message":"no","type":"invalid_request_error"}}""", "failed InvalidRequest 400: no")]
    [InlineData("""{"data":[{]}""", "failed UpstreamFailed 502: The model provider sent an answer that cannot be read. Try again.")]
    [InlineData("[]", "failed UpstreamFailed 502: The model provider sent an answer that cannot be read. Try again.")]
    [InlineData("", "failed UpstreamFailed 502: The model provider sent an answer that cannot be read. Try again.")]
    public void Bodies_that_are_none(string body, string expected) => Assert.Equal([expected], Lines(new WholeTap(LlmOperation.GenerateImage), body));

    [Fact]
    public void A_stream_is_complete_with_the_last_picture_that_was_asked_for()
    {
        const string Done = """{"type":"image_generation.completed","b64_json":"aGk=","usage":{"input_tokens":2,"output_tokens":3}}""";
        var tap = new StreamTap(LlmOperation.GenerateImage, pictures: 2);
        Assert.Equal(["started id= model=", "block 0 Opaque"], Lines(tap, """{"type":"image_generation.partial_image","b64_json":"aGk="}"""));
        Assert.Equal(["usage input=2 outputImage=3 images=1"], Lines(tap, Done));
        Assert.Equal(["usage input=4 outputImage=6 images=2", "stopped 0 Opaque", "finished Stop", "completed"], Lines(tap, Done));
        Assert.Empty(Lines(tap, Done));
    }

    [Fact]
    public void Fewer_pictures_than_were_asked_for_are_a_whole_stream_and_none_is_a_cut_one()
    {
        var tap = new StreamTap(LlmOperation.EditImage, pictures: 3);
        Lines(tap, """{"type":"image_edit.completed"}""");
        Assert.Equal(["stopped 0 Opaque", "finished Stop", "completed"], Ended(tap));
        Assert.Equal(["failed StreamCut 502: The model provider's answer was cut off before its end. What arrived so far is not the whole answer."], Ended(new StreamTap(LlmOperation.EditImage, 1)));
    }

    [Fact]
    public void A_frame_whose_type_tells_of_an_error_is_read_to_its_end()
    {
        var frame = MediaFrame.Read(Encoding.UTF8.GetBytes("""{"type":"error","error":{"message":"Too bad"},"usage":{"input_tokens":2}}"""), LlmOperation.Transcribe);
        Assert.True(frame.HasError);
        Assert.Equal(new Usage(Input: 2), frame.Usage);
    }

    [Theory]
    [InlineData("""{"type":"error","error":{"message":"Too bad","type":"image_generation_user_error","code":"moderation_blocked"}}""", LlmEventKind.Failed)]
    [InlineData("""{"type":"error","message":"Too bad","code":"server_error"}""", LlmEventKind.Failed)]
    [InlineData("nonsense", LlmEventKind.Failed)]
    [InlineData("""{"type":"speech.audio.done"}""", LlmEventKind.Completed)]
    public void Frames_that_end_it(string frame, LlmEventKind last)
    {
        var events = new EventBatch();
        new StreamTap(LlmOperation.Speak, 1).Read(default, Encoding.UTF8.GetBytes(frame), events);
        Assert.Equal(last, events.Events[^1].Kind);
    }

    [Fact]
    public void Any_bytes_are_read_without_an_exception_and_end_once()
    {
        var random = new Random(4711);
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = Encoding.UTF8.GetBytes(Picture.Replace("created", "type\":\"image_edit.completed\",\"\\ud83d", StringComparison.Ordinal));
            for (var i = random.Next(5); i > 0; i--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            foreach (IAnswerReader reader in new IAnswerReader[] { new WholeTap(LlmOperation.GenerateImage), new StreamTap(LlmOperation.GenerateImage, 1) })
            {
                var events = new EventBatch();
                reader.Read(default, bytes.AsMemory(0, random.Next(bytes.Length + 1)), events);
                reader.End(events);
                var ends = 0;
                foreach (ref readonly var item in events.Events)
                    if (item.Kind is LlmEventKind.Completed or LlmEventKind.Failed) ends++;
                Assert.Equal(1, ends);
            }
        }
    }

    private static string[] Lines(IAnswerReader reader, string frame)
    {
        var events = new EventBatch();
        reader.Read(default, Encoding.UTF8.GetBytes(frame), events);
        return EventDump.Of(events).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string[] Ended(IAnswerReader reader)
    {
        var events = new EventBatch();
        reader.End(events);
        return EventDump.Of(events).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
