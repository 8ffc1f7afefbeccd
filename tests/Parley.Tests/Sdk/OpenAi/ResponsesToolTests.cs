using System.Text.Json;
using OpenAI.Responses;

namespace Parley.Tests.Sdk.OpenAi;

[Collection(SdkTests.Name), Trait("Pace", "slow")]
public sealed class ResponsesToolTests(SdkStage stage)
{
    private static readonly BinaryData Schema = BinaryData.FromString("""{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}""");

    [Theory, MemberData(nameof(SdkTests.Ways), MemberType = typeof(SdkTests))]
    public async Task Parallel_calls_and_their_results_make_the_round(string kind, bool streamed)
    {
        var first = await stage.Responses().AskAsync(streamed, Question(kind, "tools3-strict"));
        var calls = first.Calls();
        Assert.Equal(["get_weather", "get_time", "get_weather"], calls.Select(c => c.FunctionName));
        for (var i = 0; i < 3; i++)
        {
            var arguments = JsonDocument.Parse(calls[i].FunctionArguments).RootElement;
            Assert.Equal((i + 1, "naïve \"quoted\" 日本"), (arguments.GetProperty("days").GetInt32(), arguments.GetProperty("note").GetString()));
        }

        var second = await stage.Responses().AskAsync(streamed, Question(kind, "tools3-strict", [.. first.OutputItems, .. Results(calls)]));
        Assert.Equal("The tool said: result 0 | result 1 | result 2", second.GetOutputText());
    }

    [Theory, MemberData(nameof(SdkTests.Ways), MemberType = typeof(SdkTests))]
    public async Task What_was_thought_before_a_call_can_go_back(string kind, bool streamed)
    {
        var first = await stage.Responses().AskAsync(streamed, Question(kind, "think-tool-strict"));
        Assert.StartsWith("The user wants", first.Thoughts(), StringComparison.Ordinal);
        var second = await stage.Responses().AskAsync(streamed, Question(kind, "think-tool-strict", [.. first.OutputItems, .. Results(first.Calls())]));
        Assert.Equal("The tool said: result 0", second.GetOutputText());
    }

    [Theory, MemberData(nameof(SdkTests.Ways), MemberType = typeof(SdkTests))]
    public async Task Results_find_their_calls_in_the_response_before(string kind, bool streamed)
    {
        var first = await stage.Responses().AskAsync(streamed, Question(kind, "tool-emptyargs-strict"));
        Assert.Equal("{}", Assert.Single(first.Calls()).FunctionArguments.ToString());
        var question = Responding.Question(SdkStage.Model(kind, "tool-emptyargs-strict"), Results(first.Calls()));
        question.PreviousResponseId = first.Id;
        Assert.Equal("The tool said: result 0", (await stage.Responses().AskAsync(streamed, question)).GetOutputText());
    }

    [Theory, MemberData(nameof(SdkTests.Kinds), MemberType = typeof(SdkTests))]
    public async Task A_forced_tool_and_the_switch_for_parallel_calls_reach_the_upstream(string kind)
    {
        var question = Question(kind, "tool-strict");
        question.ToolChoice = ResponseToolChoice.CreateFunctionChoice("get_time");
        question.ParallelToolCallsEnabled = false;
        await stage.Responses().AskAsync(false, question);
        Assert.Equal("get_time", stage.SentForcedTool(kind));
        // Google has no such switch.
        if (kind != "gemini") Assert.True(stage.SentOneCallOnly(kind));
    }

    private static CreateResponseOptions Question(string kind, string words, params ResponseItem[] more)
    {
        var question = Responding.Question(SdkStage.Model(kind, words), [ResponseItem.CreateUserMessageItem("weather?"), .. more]);
        question.Tools.Add(ResponseTool.CreateFunctionTool("get_weather", Schema, strictModeEnabled: false, "The weather"));
        question.Tools.Add(ResponseTool.CreateFunctionTool("get_time", Schema, strictModeEnabled: false));
        return question;
    }

    private static ResponseItem[] Results(FunctionCallResponseItem[] calls) =>
        [.. calls.Select((call, i) => ResponseItem.CreateFunctionCallOutputItem(call.CallId, $"result {i}"))];
}
