using System.Buffers;
using System.Text.Json;
using Parley.Gateway.Dialects.Gemini;
using Parley.Gateway.Messages;
using Parley.Gateway.Routing;
using OpenAiResponsesDialect = Parley.Gateway.Dialects.OpenAiResponses.OpenAiResponsesDialect;

namespace Parley.Gateway.Tests.Dialects.Gemini;

/// <summary>What requests of clients (Dialects/Pairs) do not bring about.</summary>
public sealed class RequestWriterTests
{
    private const string Google = "https://generativelanguage.googleapis.com";

    [Fact]
    public void A_seed_that_the_vendor_cannot_take_is_named()
    {
        var (body, dropped) = Write(Prompt(p => p.Seed = 1L << 40));
        Assert.False(body.TryGetProperty("generationConfig", out _));
        Assert.Equal(["seed"], dropped);
    }

    [Fact]
    public void The_door_for_cloud_customers_is_not_sent_ids_of_calls()
    {
        var prompt = Prompt(p =>
        {
            p.Turns.Add(new Turn(TurnRole.Assistant, [new ToolCallPart("a", "f", "")]));
            p.Turns.Add(new Turn(TurnRole.User, [new ToolResultPart("a", [], false)]));
        });
        var contents = Write(prompt, baseUrl: "https://us-central1-aiplatform.googleapis.com/v1/projects/p/locations/l/publishers/google").Body.GetProperty("contents");
        Assert.Equal("""{"functionCall":{"name":"f","args":{}}}""", contents[1].GetProperty("parts")[0].GetRawText());
        Assert.Equal("""{"functionResponse":{"name":"f","response":{"result":""}}}""", contents[2].GetProperty("parts")[0].GetRawText());
    }

    [Fact]
    public void Writing_leaves_the_prompt_as_it_was_for_the_next_upstream()
    {
        using var data = JsonDocument.Parse("\"AAAA\"");
        var result = new ToolResultPart("a", [new TextPart("x"), new OpaquePart("odd"), new ImagePart(new Base64Source("image/png", data.RootElement), null)], false);
        var prompt = Prompt(p => p.Turns.Add(new Turn(TurnRole.User, [result])));
        var first = Write(prompt);
        Assert.Equal(first.Body.GetRawText(), Write(prompt).Body.GetRawText());
        Assert.Equal(3, result.Content.Count);
        Assert.Equal(["messages.content.odd"], first.Dropped);
    }

    [Fact]
    public void A_history_that_begins_with_a_call_begins_with_the_user()
    {
        var (body, _) = Write(Prompt(p =>
        {
            p.Turns.Clear();
            p.Turns.AddRange([new Turn(TurnRole.Assistant, [new ToolCallPart("a", "f", "{}")]), new Turn(TurnRole.User, [new ToolResultPart("a", [new TextPart("r")], false)])]);
        }));
        Assert.Equal(["user", "model", "user"], body.GetProperty("contents").EnumerateArray().Select(c => c.GetProperty("role").GetString()));
    }

    [Fact]
    public void A_picture_that_an_earlier_response_made_goes_back_as_the_models()
    {
        using var asked = JsonDocument.Parse("""
            {"input":[{"role":"user","content":"A cat."},{"id":"ig_1","type":"image_generation_call","status":"completed","output_format":"webp","result":"UklGRg=="},{"role":"user","content":"Wilder."}]}
            """);
        var (body, dropped) = Write(new OpenAiResponsesDialect().ReadRequest(asked.RootElement));
        Assert.Equal("""{"role":"model","parts":[{"inlineData":{"mimeType":"image/webp","data":"UklGRg=="}}]}""", body.GetProperty("contents")[1].GetRawText());
        Assert.Empty(dropped);
    }

    [Fact]
    public void An_error_that_is_an_object_stays_one()
    {
        var (body, _) = Write(Prompt(p => p.Turns.AddRange([new Turn(TurnRole.Assistant, [new ToolCallPart("a", "f", "{}")]), new Turn(TurnRole.User, [new ToolResultPart("a", [new TextPart(" {\"code\": 5} ")], true)])])));
        Assert.Equal("""{"error":{"code": 5}}""", body.GetProperty("contents").EnumerateArray().Last().GetProperty("parts")[0].GetProperty("functionResponse").GetProperty("response").GetRawText());
    }

    [Fact]
    public void Counting_asks_for_the_whole_prompt_and_nothing_about_generating()
    {
        var prompt = Prompt(p =>
        {
            p.System.Add(new TextPart("s"));
            p.Tools.Add(new ToolDefinition("f", null, default));
            (p.MaxOutputTokens, p.Temperature, p.Reasoning) = (5, 1, new Reasoning(true, "low", null));
        });
        Assert.Equal("""{"generateContentRequest":{"model":"models/gemini-2.5-flash","contents":[{"role":"user","parts":[{"text":"hello"}]}],"systemInstruction":{"parts":[{"text":"s"}]},"tools":[{"functionDeclarations":[{"name":"f","description":""}]}]}}""",
            Count(prompt, Google));
        Assert.StartsWith("""{"contents":[""", Count(prompt, "https://aiplatform.googleapis.com/v1/publishers/google"), StringComparison.Ordinal);
    }

    private static string Count(Prompt prompt, string baseUrl)
    {
        var output = new ArrayBufferWriter<byte>();
        new RequestWriter(prompt, Target("gemini-2.5-flash", baseUrl), output).WriteCount();
        return JsonElement.Parse(output.WrittenSpan).GetRawText();
    }

    private static Prompt Prompt(Action<Prompt> change)
    {
        var prompt = new Prompt();
        prompt.Turns.Add(new Turn(TurnRole.User, [new TextPart("hello")]));
        change(prompt);
        return prompt;
    }

    private static UpstreamTarget Target(string model, string baseUrl) => new(new UpstreamConfig { Name = "u", Kind = "gemini", BaseUrl = new Uri(baseUrl) }, model);

    private static (JsonElement Body, IReadOnlyCollection<string> Dropped) Write(Prompt prompt, string baseUrl = Google)
    {
        var output = new ArrayBufferWriter<byte>();
        var dropped = new GeminiDialect().WriteRequest(prompt, Target("gemini-2.5-flash", baseUrl), stream: false, output);
        return (JsonElement.Parse(output.WrittenSpan), dropped);
    }
}
