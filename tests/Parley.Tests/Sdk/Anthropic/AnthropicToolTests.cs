using System.Text.Json;
using Anthropic.Models.Messages;

namespace Parley.Tests.Sdk.Anthropic;

[Collection(SdkTests.Name), Trait("Pace", "slow")]
public sealed class AnthropicToolTests(SdkStage stage)
{
    private static readonly Tool Weather = new()
    {
        Name = "get_weather",
        Description = "The weather",
        InputSchema = new() { Properties = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>("""{"city":{"type":"string"}}""")!, Required = ["city"] },
    };

    private static readonly Tool Time = new() { Name = "get_time", InputSchema = new() };

    [Theory, MemberData(nameof(SdkTests.Ways), MemberType = typeof(SdkTests))]
    public async Task Parallel_calls_and_their_results_make_the_round(string kind, bool streamed)
    {
        var question = Question(kind, "tools3-strict");
        var first = await stage.Anthropic().AskAsync(streamed, question);
        Assert.Equal(StopReason.ToolUse, first.Reason());
        var uses = first.ToolUses();
        Assert.Equal(["get_weather", "get_time", "get_weather"], uses.Select(u => u.Name));
        Assert.Equal([1, 2, 3], uses.Select(u => u.Input["days"].GetInt32()));
        Assert.All(uses, u => Assert.Equal("naïve \"quoted\" 日本", u.Input["note"].GetString()));

        var second = await stage.Anthropic().AskAsync(streamed, question with { Messages = [.. question.Messages, .. Answered(uses)] });
        Assert.Equal("The tool said: result 0 | result 1 | result 2", second.Text());
        Assert.Equal(StopReason.EndTurn, second.Reason());
    }

    [Theory, MemberData(nameof(SdkTests.Ways), MemberType = typeof(SdkTests))]
    public async Task A_call_without_arguments_has_an_empty_input(string kind, bool streamed)
    {
        var question = Question(kind, "tool-emptyargs-strict");
        var uses = (await stage.Anthropic().AskAsync(streamed, question)).ToolUses();
        Assert.Empty(Assert.Single(uses).Input);
        var second = await stage.Anthropic().AskAsync(streamed, question with { Messages = [.. question.Messages, .. Answered(uses)] });
        Assert.Equal("The tool said: result 0", second.Text());
    }

    [Theory, MemberData(nameof(SdkTests.Kinds), MemberType = typeof(SdkTests))]
    public async Task A_forced_tool_reaches_the_upstream(string kind)
    {
        await stage.Anthropic().AskAsync(false, Question(kind, "tool-strict") with { ToolChoice = new ToolChoiceTool("get_time") { DisableParallelToolUse = true } });
        Assert.Equal("get_time", stage.SentForcedTool(kind));
        // Google has no such switch.
        if (kind != "gemini") Assert.True(stage.SentOneCallOnly(kind));
    }

    private static MessageCreateParams Question(string kind, string words) =>
        Asking.Question(SdkStage.Model(kind, words), "weather?") with { Tools = [Weather, Time] };

    private static MessageParam[] Answered(IReadOnlyList<ToolUseBlock> uses) =>
    [
        new AssistantMessageParam { Content = uses.Select(u => (ContentBlockParam)new ToolUseBlockParam { ID = u.ID, Name = u.Name, Input = u.Input }).ToList() },
        new UserMessageParam { Content = uses.Select((u, i) => (ContentBlockParam)new ToolResultBlockParam { ToolUseID = u.ID, Content = $"result {i}" }).ToList() },
    ];
}
