using System.Text;

namespace Parley.Tests.Media;

/// <summary>Pictures of words and of pictures: bodies and frames pass through untouched, and are counted.</summary>
[Trait("Pace", "slow")]
public sealed class ImageTests(MediaStage stage) : IClassFixture<MediaStage>
{
    private const string Generations = "/v1/images/generations", Edits = "/v1/images/edits";

    [Fact]
    public async Task Request_and_answer_pass_through_but_for_the_models_name()
    {
        var answer = await stage.PostAsync(Generations, """{ "prompt":"A lighthouse \ud83d\ude80",  "model" : "media/gpt-image-1", "n":2, "future":{"a":[1.50]} }""");
        var call = stage.Vendor.Last;
        Assert.Equal("""{ "prompt":"A lighthouse \ud83d\ude80",  "model" : "gpt-image-1", "n":2, "future":{"a":[1.50]} }""", Encoding.UTF8.GetString(call.Body));
        Assert.Equal(("Bearer upstream-secret", "/v1/images/generations"), (call.Authorization, call.Path));
        Assert.Equal((200, "application/json", VendorAnswers.Images(call)), (answer.Status, answer.ContentType, answer.Text));
        var record = await stage.RecordAsync(answer);
        Assert.Equal(("image_generation", "reported", "completed"), (record.GetProperty("operation").GetString(), record.GetProperty("source").GetString(), record.GetProperty("outcome").GetString()));
        Assert.Equal("input=77 inputImage=323 outputImage=1100 images=2", Units.Of(record));
        Assert.Equal(1500, record.GetProperty("rawUsage").GetProperty("total_tokens").GetInt32());
    }

    [Fact]
    public async Task Pictures_of_a_model_without_usage_are_counted_in_the_answer()
    {
        var answer = await stage.PostAsync(Generations, """{"model":"media/dall-e-3-bare","prompt":"x","n":3}""");
        var record = await stage.RecordAsync(answer);
        Assert.Equal(("images=3", "reported"), (Units.Of(record), record.GetProperty("source").GetString()));
    }

    [Fact]
    public async Task Twenty_megabytes_of_pictures_arrive()
    {
        var answer = await stage.PostAsync(Generations, """{"model":"media/large","prompt":"x"}""");
        Assert.True(answer.Body.Length > 20_000_000);
        Assert.Equal(VendorAnswers.Images(stage.Vendor.Last), answer.Text);
        Assert.Contains("images=60", Units.Of(await stage.RecordAsync(answer)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gpt-image-1", 1, "input=77 inputImage=323 outputImage=1100 images=1")]
    [InlineData("gpt-image-1", 2, "input=154 inputImage=646 outputImage=2200 images=2")]
    [InlineData("bare", 1, "images=1")]
    public async Task Frames_pass_through_and_are_counted(string model, int n, string units)
    {
        var answer = await stage.PostAsync(Generations, $$"""{"model":"media/{{model}}","prompt":"x","stream":true,"partial_images":1,"n":{{n}}}""");
        Assert.Equal("text/event-stream; charset=utf-8", answer.ContentType);
        Assert.Equal(VendorAnswers.Frames(stage.Vendor.Last), answer.Text);
        var record = await stage.RecordAsync(answer);
        Assert.Equal((units, "completed", true), (Units.Of(record), record.GetProperty("outcome").GetString(), record.GetProperty("stream").GetBoolean()));
    }

    [Fact]
    public async Task A_stream_that_is_cut_ends_with_an_error()
    {
        var answer = await stage.PostAsync(Generations, """{"model":"media/cut","prompt":"x","stream":true}""");
        Assert.Contains("stream_cut", answer.Text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)[^1], StringComparison.Ordinal);
        Assert.Equal("failed", (await stage.RecordAsync(answer)).GetProperty("outcome").GetString());
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public async Task Files_to_edit_arrive_byte_for_byte_wherever_the_model_stands(bool modelLast)
    {
        byte[] first = [.. VendorAnswers.Sound[..200_001]], second = [.. "--not-a-boundary\r\n\r\n--"u8], mask = [];
        (string, object)[] model = [("model", "media/gpt-image-1")];
        (string, object)[] rest = [("prompt", "Make it night – 夜"), ("image[]", first), ("image[]", second), ("mask", mask), ("n", "2"), ("stream", "false")];
        using var form = Forms.Of(modelLast ? [.. rest, .. model] : [.. model, .. rest]);
        var answer = await stage.PostAsync(Edits, form);
        Assert.Equal(200, answer.Status);
        var call = stage.Vendor.Last;
        Assert.Equal(("gpt-image-1", "Make it night – 夜", "2"), (call.Model, call.Field("prompt"), call.Field("n")));
        Assert.Equal(modelLast ? ["prompt", "image[]", "image[]", "mask", "n", "stream", "model"] : ["model", "prompt", "image[]", "image[]", "mask", "n", "stream"], call.Parts.Select(p => p.Name));
        Assert.Equal([MediaStage.Sha256(first), MediaStage.Sha256(second), MediaStage.Sha256(mask)], call.Parts.Where(p => p.FileName is not null).Select(p => p.Sha256));
        Assert.All(call.Parts.Where(p => p.FileName is not null), p => Assert.Equal(("a b.wav", "audio/x-odd"), (p.FileName, p.ContentType)));
        // Whatever is all here is announced; what is still with the client is not.
        Assert.Equal(modelLast, call.Length is not null);
        var record = await stage.RecordAsync(answer);
        Assert.Equal(("image_edit", "input=77 inputImage=323 outputImage=1100 images=2"), (record.GetProperty("operation").GetString(), Units.Of(record)));
    }

    [Fact]
    public async Task Edits_of_addresses_go_as_JSON_and_stream()
    {
        var answer = await stage.PostAsync(Edits, """{"model":"media/gpt-image-1","prompt":"x","images":[{"image_url":"https://a.example/1.png"}],"stream":true}""");
        Assert.Contains("event: image_edit.completed", answer.Text, StringComparison.Ordinal);
        Assert.Equal("https://a.example/1.png", stage.Vendor.Last.Json().GetProperty("images")[0].GetProperty("image_url").GetString());
        Assert.Equal("input=77 inputImage=323 outputImage=1100 images=1", Units.Of(await stage.RecordAsync(answer)));
    }
}
