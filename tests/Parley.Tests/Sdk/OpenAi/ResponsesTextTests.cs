using System.Text.Json;
using OpenAI.Responses;

namespace Parley.Tests.Sdk.OpenAi;

[Collection(SdkTests.Name), Trait("Pace", "slow")]
public sealed class ResponsesTextTests(SdkStage stage)
{
    private const string Odd = "Zażółć gęślą jaźń — 日本語 🚀😀 \"quoted\" \\ back\nline";

    [Theory, MemberData(nameof(SdkTests.Ways), MemberType = typeof(SdkTests))]
    public async Task Text_arrives_exactly(string kind, bool streamed)
    {
        var response = await AskAsync(kind, "echo-strict", streamed, Odd);
        Assert.Equal((Odd, ResponseStatus.Completed), (response.GetOutputText(), response.Status));
        var message = Assert.IsType<MessageResponseItem>(exactMatch: false, @object: Assert.Single(response.OutputItems));
        Assert.Equal((MessageRole.Assistant, MessageStatus.Completed), (message.Role, message.Status));
        Assert.Null(response.Error);
        Assert.StartsWith("resp_", response.Id, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(SdkTests.Ways), MemberType = typeof(SdkTests))]
    public async Task Any_dress_of_the_wire_gives_the_same_text(string kind, bool streamed)
    {
        var plain = (await AskAsync(kind, "utf-n20", streamed)).GetOutputText();
        Assert.Contains("日本語", plain, StringComparison.Ordinal);
        Assert.Equal(plain, (await AskAsync(kind, "utf-n20-crlf-split", streamed)).GetOutputText());
    }

    [Theory, MemberData(nameof(SdkTests.Ways), MemberType = typeof(SdkTests))]
    public async Task Instructions_and_prompts_reach_the_upstream(string kind, bool streamed)
    {
        var question = Responding.Question(SdkStage.Model(kind, "n3"),
            ResponseItem.CreateSystemMessageItem("Speak French."), ResponseItem.CreateDeveloperMessageItem("No jokes."), ResponseItem.CreateUserMessageItem("hi"));
        question.Instructions = "Be brief.";
        await stage.Responses().AskAsync(streamed, question);
        var body = stage.Simulator.LastRequest!.BodyText;
        Assert.All(["Be brief.", "Speak French.", "No jokes."], words => Assert.Contains(words, body, StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(SdkTests.Ways), MemberType = typeof(SdkTests))]
    public async Task Pictures_and_a_PDF_arrive_byte_for_byte(string kind, bool streamed)
    {
        await stage.Responses().AskAsync(streamed, Responding.Question(SdkStage.Model(kind, "n3"), ResponseItem.CreateUserMessageItem(
        [
            ResponseContentPart.CreateInputTextPart("What is this?"),
            ResponseContentPart.CreateInputImagePart(new BinaryData(Convert.FromBase64String(Samples.PngBase64), "image/png")),
            ResponseContentPart.CreateInputImagePart(new Uri("https://example.com/cat.png")),
            ResponseContentPart.CreateInputFilePart(BinaryData.FromBytes(Convert.FromBase64String(Samples.PdfBase64)), "application/pdf", "report.pdf"),
        ])));
        Assert.Equal(
        [
            ("text", "What is this?"), ("image", $"data:image/png;base64,{Samples.PngBase64}"), ("image", "https://example.com/cat.png"),
            ("file", $"data:application/pdf;base64,{Samples.PdfBase64}"),
        ], stage.SentParts(kind));
    }

    [Theory, MemberData(nameof(SdkTests.Ways), MemberType = typeof(SdkTests))]
    public async Task Usage_counts_all_prompt_tokens_and_tells_the_cached_ones(string kind, bool streamed)
    {
        var usage = (await AskAsync(kind, "pt40-ct10-n7", streamed)).Usage;
        Assert.Equal((40, 10, 7, 47), (usage.InputTokenCount, usage.InputTokenDetails.CachedTokenCount, usage.OutputTokenCount, usage.TotalTokenCount));
    }

    [Theory, MemberData(nameof(SdkTests.Ways), MemberType = typeof(SdkTests))]
    public async Task Reasoning_is_an_item_of_its_own(string kind, bool streamed)
    {
        var question = Responding.Question(SdkStage.Model(kind, "think-n2"), "hi");
        question.ReasoningOptions = new() { ReasoningEffortLevel = ResponseReasoningEffortLevel.Medium, ReasoningSummaryVerbosity = ResponseReasoningSummaryVerbosity.Auto };
        var response = await stage.Responses().AskAsync(streamed, question);
        Assert.Equal("The user wants an answer. Let me think about it step by step.", response.Thoughts());
        Assert.Equal(" lorem ipsum", response.GetOutputText());
        // Anthropic does not tell them apart.
        Assert.Equal(kind == "messages" ? 0 : 8, response.Usage.OutputTokenDetails.ReasoningTokenCount);
    }

    [Theory, MemberData(nameof(SdkTests.Ways), MemberType = typeof(SdkTests))]
    public async Task Structured_output_carries_the_schema_there_and_the_object_back(string kind, bool streamed)
    {
        var schema = BinaryData.FromString("""{"type":"object","properties":{"city":{"type":"string"}},"required":["city"],"additionalProperties":false}""");
        var question = Responding.Question(SdkStage.Model(kind, "json-strict"), "weather");
        question.TextOptions = new() { TextFormat = ResponseTextFormat.CreateJsonSchemaFormat("weather", schema, jsonSchemaIsStrict: true) };
        var response = await stage.Responses().AskAsync(streamed, question);
        Assert.Equal("Paris", JsonDocument.Parse(response.GetOutputText()).RootElement.GetProperty("city").GetString());
        Assert.Equal("string", stage.SentSchema(kind).GetProperty("properties").GetProperty("city").GetProperty("type").GetString());
    }

    [Theory, MemberData(nameof(SdkTests.Ways), MemberType = typeof(SdkTests))]
    public async Task Limit_filter_and_refusal_are_told_apart(string kind, bool streamed)
    {
        var question = Responding.Question(SdkStage.Model(kind, "echo-obey"), Samples.LongText);
        question.MaxOutputTokenCount = 16;
        var cut = await stage.Responses().AskAsync(streamed, question);
        Assert.Equal((Samples.LongText[..96], ResponseStatus.Incomplete, ResponseIncompleteStatusReason.MaxOutputTokens), (cut.GetOutputText(), cut.Status, cut.IncompleteStatusDetails.Reason));
        var filtered = await AskAsync(kind, "filter-n2", streamed);
        Assert.Equal((" lorem ipsum", ResponseIncompleteStatusReason.ContentFilter), (filtered.GetOutputText(), filtered.IncompleteStatusDetails.Reason));
        var refused = await AskAsync(kind, "refuse", streamed);
        if (kind is "chat" or "responses") Assert.Equal(("I cannot help with that.", ResponseStatus.Completed), (refused.Refusal(), refused.Status));
        else Assert.Equal(ResponseIncompleteStatusReason.ContentFilter, refused.IncompleteStatusDetails.Reason);
    }

    private Task<ResponseResult> AskAsync(string kind, string words, bool streamed, string text = "hi") =>
        stage.Responses().AskAsync(streamed, Responding.Question(SdkStage.Model(kind, words), text));
}
