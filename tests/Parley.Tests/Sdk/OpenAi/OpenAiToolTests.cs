using OpenAI.Chat;

namespace Parley.Tests.Sdk.OpenAi;

[Collection(SdkTests.Name), Trait("Pace", "slow")]
public sealed class OpenAiToolTests(SdkStage stage)
{
    private static readonly BinaryData Schema = BinaryData.FromString("""{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}""");

    private static ChatCompletionOptions Tools => new()
    {
        Tools = { ChatTool.CreateFunctionTool("get_weather", "The weather", Schema), ChatTool.CreateFunctionTool("get_time", "The time") },
    };

    [Theory, MemberData(nameof(SdkTests.Ways), MemberType = typeof(SdkTests))]
    public async Task Parallel_calls_come_whole_and_apart(string kind, bool streamed)
    {
        var told = await Told.AskAsync(stage.Chat(kind, "tools3-strict"), streamed, "weather?", Tools);
        Assert.Equal(ChatFinishReason.ToolCalls, told.Finish);
        Assert.Equal(["get_weather", "get_time", "get_weather"], told.Calls.Select(c => c.Name));
        Assert.Equal(3, told.Calls.Select(c => c.Id).Distinct().Count());
        for (var i = 0; i < 3; i++)
        {
            var arguments = System.Text.Json.JsonDocument.Parse(told.Calls[i].Arguments).RootElement;
            Assert.Equal(i + 1, arguments.GetProperty("days").GetInt32());
            Assert.Equal("naïve \"quoted\" 日本", arguments.GetProperty("note").GetString());
        }
    }

    [Theory, MemberData(nameof(SdkTests.Ways), MemberType = typeof(SdkTests))]
    public async Task Results_of_parallel_calls_find_their_way_back(string kind, bool streamed)
    {
        var client = stage.Chat(kind, "tools3-strict");
        List<ChatMessage> talk = [new UserChatMessage("weather?")];
        var first = await Told.AskAsync(client, streamed, talk, Tools);
        talk.Add(new AssistantChatMessage(first.Calls.Select(c => ChatToolCall.CreateFunctionToolCall(c.Id, c.Name, BinaryData.FromString(c.Arguments)))));
        talk.AddRange(first.Calls.Select((c, i) => new ToolChatMessage(c.Id, $"result {i}")));
        var second = await Told.AskAsync(client, streamed, talk, Tools);
        Assert.Equal("The tool said: result 0 | result 1 | result 2", second.Text);
        Assert.Equal(ChatFinishReason.Stop, second.Finish);
    }

    [Theory, MemberData(nameof(SdkTests.Ways), MemberType = typeof(SdkTests))]
    public async Task A_call_without_arguments_can_be_answered(string kind, bool streamed)
    {
        var client = stage.Chat(kind, "tool-emptyargs-strict");
        List<ChatMessage> talk = [new UserChatMessage("time?")];
        var first = await Told.AskAsync(client, streamed, talk, Tools);
        var call = Assert.Single(first.Calls);
        Assert.True(call.Arguments is "" or "{}", call.Arguments);
        talk.Add(new AssistantChatMessage([ChatToolCall.CreateFunctionToolCall(call.Id, call.Name, BinaryData.FromString(call.Arguments))]));
        talk.Add(new ToolChatMessage(call.Id, "noon"));
        Assert.Equal("The tool said: noon", (await Told.AskAsync(client, streamed, talk, Tools)).Text);
    }

    [Theory, MemberData(nameof(SdkTests.Kinds), MemberType = typeof(SdkTests))]
    public async Task A_forced_tool_and_the_switch_for_parallel_calls_reach_the_upstream(string kind)
    {
        var options = Tools;
        options.ToolChoice = ChatToolChoice.CreateFunctionChoice("get_time");
        options.AllowParallelToolCalls = false;
        await Told.AskAsync(stage.Chat(kind, "tool-strict"), false, "time?", options);
        Assert.Equal("get_time", stage.SentForcedTool(kind));
        // Google has no such switch.
        if (kind != "gemini") Assert.True(stage.SentOneCallOnly(kind));
    }
}
