using System.Text.Json;
using Anthropic.Models.Messages;

namespace Parley.Tests.Sdk.Anthropic;

[Collection(SdkTests.Name), Trait("Pace", "slow")]
public sealed class AnthropicTextTests(SdkStage stage)
{
    private const string Odd = "Zażółć gęślą jaźń — 日本語 🚀😀 \"quoted\" \\ back\nline";

    [Theory, MemberData(nameof(SdkTests.Ways), MemberType = typeof(SdkTests))]
    public async Task Text_arrives_exactly(string kind, bool streamed)
    {
        var message = await AskAsync(kind, "echo-strict", streamed, Odd);
        Assert.Equal(Odd, message.Text());
        Assert.Equal(StopReason.EndTurn, message.Reason());
    }

    [Theory, MemberData(nameof(SdkTests.Ways), MemberType = typeof(SdkTests))]
    public async Task Any_dress_of_the_wire_gives_the_same_text(string kind, bool streamed)
    {
        Assert.Equal((await AskAsync(kind, "utf-n20", streamed)).Text(), (await AskAsync(kind, "utf-n20-crlf-split", streamed)).Text());
        Assert.Contains(" lorem ipsum", (await AskAsync(kind, "ping-nospace-n20", streamed)).Text());
    }

    [Theory, MemberData(nameof(SdkTests.Ways), MemberType = typeof(SdkTests))]
    public async Task A_system_prompt_of_blocks_reaches_the_upstream(string kind, bool streamed)
    {
        var question = Asking.Question(SdkStage.Model(kind, "n3"), "hi") with
        {
            System = new List<TextBlockParam> { new() { Text = "Be brief." }, new() { Text = "Speak French.", CacheControl = new() } },
        };
        await stage.Anthropic().AskAsync(streamed, question);
        var body = stage.Simulator.LastRequest!.BodyText;
        Assert.True(body.IndexOf("Be brief.", StringComparison.Ordinal) is >= 0 and var first && body.IndexOf("Speak French.", StringComparison.Ordinal) > first, body);
        if (kind == "messages") Assert.Equal("ephemeral", stage.Sent().GetProperty("system")[1].GetProperty("cache_control").GetProperty("type").GetString());
        else Assert.DoesNotContain("cache_control", body);
    }

    [Theory, MemberData(nameof(SdkTests.Ways), MemberType = typeof(SdkTests))]
    public async Task Usage_keeps_fresh_and_cached_tokens_apart(string kind, bool streamed)
    {
        var usage = (await AskAsync(kind, "pt40-ct10-n7", streamed)).Usage;
        Assert.Equal((30, 10, 7), (usage.InputTokens, usage.CacheReadInputTokens ?? 0, usage.OutputTokens));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Usage_of_the_cache_is_told_by_its_life(bool streamed)
    {
        var usage = (await AskAsync("messages", "pt40-ct10-cw8-cwh4-n7", streamed)).Usage;
        Assert.Equal((18, 10, 12), (usage.InputTokens, usage.CacheReadInputTokens, usage.CacheCreationInputTokens));
        Assert.Equal((8, 4), (usage.CacheCreation!.Ephemeral5mInputTokens, usage.CacheCreation.Ephemeral1hInputTokens));
    }

    [Theory, MemberData(nameof(SdkTests.Ways), MemberType = typeof(SdkTests))]
    public async Task Stop_sequences_and_the_length_limit_are_obeyed(string kind, bool streamed)
    {
        var question = Asking.Question(SdkStage.Model(kind, "echo-obey"), "one two three") with { StopSequences = ["three"] };
        var stopped = await stage.Anthropic().AskAsync(streamed, question);
        // Responses has no stop sequences.
        Assert.Equal(kind == "responses" ? "one two three" : "one two ", stopped.Text());
        if (kind == "messages") Assert.Equal("three", stopped.StopSequence);
        else Assert.Equal(StopReason.EndTurn, stopped.Reason());
        var cut = await stage.Anthropic().AskAsync(streamed, Asking.Question(SdkStage.Model(kind, "echo-obey"), Samples.LongText) with { MaxTokens = 16 });
        Assert.Equal(Samples.LongText[..96], cut.Text());
        Assert.Equal(StopReason.MaxTokens, cut.Reason());
    }

    [Theory, MemberData(nameof(SdkTests.Ways), MemberType = typeof(SdkTests))]
    public async Task Structured_output_carries_the_schema_there_and_the_object_back(string kind, bool streamed)
    {
        var schema = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>("""{"type":"object","properties":{"city":{"type":"string"}},"required":["city"],"additionalProperties":false}""")!;
        var question = Asking.Question(SdkStage.Model(kind, "json-strict"), "weather") with { OutputConfig = new() { Format = new() { Schema = schema } } };
        var message = await stage.Anthropic().AskAsync(streamed, question);
        Assert.Equal("Paris", JsonDocument.Parse(message.Text()).RootElement.GetProperty("city").GetString());
        Assert.Equal("string", stage.SentSchema(kind).GetProperty("properties").GetProperty("city").GetProperty("type").GetString());
    }

    [Theory, MemberData(nameof(SdkTests.Ways), MemberType = typeof(SdkTests))]
    public async Task Thinking_is_a_block_of_its_own_and_keeps_its_signature(string kind, bool streamed)
    {
        var question = Asking.Question(SdkStage.Model(kind, "think-n2"), "hi") with { Thinking = new ThinkingConfigEnabled(1024) };
        var message = await stage.Anthropic().AskAsync(streamed, question);
        Assert.True(message.Content[0].TryPickThinking(out var thinking));
        Assert.StartsWith("The user wants an answer.", thinking.Thinking);
        Assert.Equal(" lorem ipsum", message.Text());
        if (kind == "messages") Assert.Equal("EqQBCgIYAhIM1gbcDa9GJwZA2b3hGgxBdjrkzLoky3dl1pkiMOYds6+/==", thinking.Signature);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Redacted_thinking_survives(bool streamed) =>
        Assert.Equal(["redacted_thinking", "text"], (await BlocksAsync("redacted-n2", streamed)).Select(b => b.Type));

    [Theory, MemberData(nameof(SdkTests.Ways), MemberType = typeof(SdkTests))]
    public async Task A_refusal_and_the_length_limit_are_told(string kind, bool streamed)
    {
        Assert.Equal(StopReason.Refusal, (await AskAsync(kind, "filter-n2", streamed)).Reason());
        Assert.Equal(StopReason.MaxTokens, (await AskAsync(kind, "length-n2", streamed)).Reason());
        var refusal = await AskAsync(kind, "refuse", streamed);
        Assert.Equal(StopReason.Refusal, refusal.Reason());
        Assert.Equal(kind == "gemini" ? "" : "I cannot help with that.", refusal.Text());
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Citations_and_server_tools_survive(bool streamed)
    {
        Assert.Contains("The grass is green.", Assert.Single(await BlocksAsync("cite-n2", streamed)).Json);
        var searched = await BlocksAsync("servertool-n2", streamed);
        Assert.Equal(["server_tool_use", "web_search_tool_result", "text"], searched.Select(b => b.Type));
        Assert.Contains("https://example.com/weather", searched[2].Json);
        Assert.Equal(StopReason.PauseTurn, (await AskAsync("messages", "pause-n2", streamed)).Reason());
    }

    private async Task<IReadOnlyList<(string Type, string Json)>> BlocksAsync(string words, bool streamed) =>
        [.. (await AskAsync("messages", words, streamed)).Content.Select(b => (b.Type.Raw(), b.Json.GetRawText()))];

    private Task<Message> AskAsync(string kind, string words, bool streamed, string text = "hi") =>
        stage.Anthropic().AskAsync(streamed, Asking.Question(SdkStage.Model(kind, words), text));
}
