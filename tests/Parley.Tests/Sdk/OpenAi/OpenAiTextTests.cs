using OpenAI.Chat;

namespace Parley.Tests.Sdk.OpenAi;

[Collection(SdkTests.Name), Trait("Pace", "slow")]
public sealed class OpenAiTextTests(SdkStage stage)
{
    private const string Odd = "Zażółć gęślą jaźń — 日本語 🚀😀 \"quoted\" \\ back\nline";

    [Theory, MemberData(nameof(SdkTests.Ways), MemberType = typeof(SdkTests))]
    public async Task Text_arrives_exactly(string kind, bool streamed)
    {
        var told = await Told.AskAsync(stage.Chat(kind, "echo-strict"), streamed, Odd);
        Assert.Equal(Odd, told.Text);
        Assert.Equal(ChatFinishReason.Stop, told.Finish);
        Assert.Empty(told.Calls);
    }

    [Theory, MemberData(nameof(SdkTests.Ways), MemberType = typeof(SdkTests))]
    public async Task Any_dress_of_the_wire_gives_the_same_text(string kind, bool streamed)
    {
        var plain = await Told.AskAsync(stage.Chat(kind, "utf-n20"), streamed, "hi");
        var odd = await Told.AskAsync(stage.Chat(kind, "utf-n20-crlf-split"), streamed, "hi");
        Assert.Equal(plain.Text, odd.Text);
        Assert.Contains("日本語", odd.Text);
        Assert.Contains(" lorem ipsum", (await Told.AskAsync(stage.Chat(kind, "ping-nospace-n20"), streamed, "hi")).Text);
    }

    [Theory, MemberData(nameof(SdkTests.Ways), MemberType = typeof(SdkTests))]
    public async Task System_and_developer_prompts_reach_the_upstream_in_order(string kind, bool streamed)
    {
        await Told.AskAsync(stage.Chat(kind, "n3"), streamed, [new SystemChatMessage("Be brief."), new DeveloperChatMessage("Speak French."), new UserChatMessage("hi")]);
        var body = stage.Simulator.LastRequest!.BodyText;
        Assert.True(body.IndexOf("Be brief.", StringComparison.Ordinal) is >= 0 and var first && body.IndexOf("Speak French.", StringComparison.Ordinal) > first, body);
        if (kind == "messages") Assert.Contains("Be brief.", stage.Sent().GetProperty("system").GetRawText());
    }

    [Theory, MemberData(nameof(SdkTests.Ways), MemberType = typeof(SdkTests))]
    public async Task Usage_counts_all_prompt_tokens_and_tells_the_cached_ones(string kind, bool streamed)
    {
        var usage = (await Told.AskAsync(stage.Chat(kind, "pt40-ct10-n7"), streamed, "hi")).Usage!;
        Assert.Equal(40, usage.InputTokenCount);
        Assert.Equal(10, usage.InputTokenDetails.CachedTokenCount);
        Assert.Equal(7, usage.OutputTokenCount);
        Assert.Equal(47, usage.TotalTokenCount);
    }

    [Theory, MemberData(nameof(SdkTests.Ways), MemberType = typeof(SdkTests))]
    public async Task Stop_sequences_and_the_length_limit_are_obeyed(string kind, bool streamed)
    {
        var stopped = await Told.AskAsync(stage.Chat(kind, "echo-obey"), streamed, "one two three", new() { StopSequences = { "three" } });
        // Responses has no stop sequences.
        Assert.Equal((kind == "responses" ? "one two three" : "one two ", ChatFinishReason.Stop), (stopped.Text, stopped.Finish));
        var cut = await Told.AskAsync(stage.Chat(kind, "echo-obey"), streamed, Samples.LongText, new() { MaxOutputTokenCount = 16 });
        Assert.Equal((Samples.LongText[..96], ChatFinishReason.Length), (cut.Text, cut.Finish));
    }

    [Theory, MemberData(nameof(SdkTests.Ways), MemberType = typeof(SdkTests))]
    public async Task Structured_output_carries_the_schema_there_and_the_object_back(string kind, bool streamed)
    {
        var schema = BinaryData.FromString("""{"type":"object","properties":{"city":{"type":"string"},"temperature":{"type":"number"},"tags":{"type":"array","items":{"type":"string"}}},"required":["city","temperature","tags"],"additionalProperties":false}""");
        var told = await Told.AskAsync(stage.Chat(kind, "json-strict"), streamed, "weather",
            new() { ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat("weather", schema, jsonSchemaIsStrict: true) });
        Assert.Equal("Paris", System.Text.Json.JsonDocument.Parse(told.Text).RootElement.GetProperty("city").GetString());
        Assert.Equal("string", stage.SentSchema(kind).GetProperty("properties").GetProperty("city").GetProperty("type").GetString());
    }

    [Theory, MemberData(nameof(SdkTests.Ways), MemberType = typeof(SdkTests))]
    public async Task Reasoning_comes_beside_the_answer_not_inside(string kind, bool streamed)
    {
        var told = await Told.AskAsync(stage.Chat(kind, "think-n2"), streamed, "hi", new() { ReasoningEffortLevel = ChatReasoningEffortLevel.Medium });
        Assert.Equal(" lorem ipsum", told.Text);
        Assert.Contains("reasoning_content", told.Raw);
        Assert.Contains("The user", told.Raw);
    }

    [Theory, MemberData(nameof(SdkTests.Ways), MemberType = typeof(SdkTests))]
    public async Task Length_and_filter_are_told_apart(string kind, bool streamed)
    {
        Assert.Equal(ChatFinishReason.Length, (await Told.AskAsync(stage.Chat(kind, "length-n2"), streamed, "hi")).Finish);
        Assert.Equal(ChatFinishReason.ContentFilter, (await Told.AskAsync(stage.Chat(kind, "filter-n2"), streamed, "hi")).Finish);
    }

    [Theory, MemberData(nameof(SdkTests.Ways), MemberType = typeof(SdkTests))]
    public async Task A_refusal_is_no_ordinary_answer(string kind, bool streamed)
    {
        var told = await Told.AskAsync(stage.Chat(kind, "refuse"), streamed, "hi");
        if (kind is "chat" or "responses") Assert.Equal("I cannot help with that.", told.Refusal);
        else Assert.Equal(ChatFinishReason.ContentFilter, told.Finish);
    }

    [Theory, MemberData(nameof(SdkTests.Ways), MemberType = typeof(SdkTests))]
    public async Task A_search_by_the_vendor_is_no_call_of_a_client_tool(string kind, bool streamed)
    {
        var told = await Told.AskAsync(stage.Chat(kind, "servertool-n2"), streamed, "hi");
        Assert.Equal(" lorem ipsum", told.Text);
        Assert.Empty(told.Calls);
        Assert.Equal(ChatFinishReason.Stop, told.Finish);
        // Google's is code that it runs, and nothing that could be cited.
        if (!streamed && kind != "gemini") Assert.Contains("https://example.com/weather", told.Raw);
    }
}
