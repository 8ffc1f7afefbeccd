using OpenAI.Responses;

namespace Parley.Tests.Sdk.OpenAi;

/// <summary>Asks through the SDK's client of Responses; what a stream says on its way must be what its end holds.</summary>
internal static class Responding
{
    public static CreateResponseOptions Question(string model, string text) => Question(model, ResponseItem.CreateUserMessageItem(text));

    public static CreateResponseOptions Question(string model, params ResponseItem[] items) => new(model, items);

    public static async Task<ResponseResult> AskAsync(this ResponsesClient client, bool streamed, CreateResponseOptions question)
    {
        if (!streamed) return (await client.CreateResponseAsync(question)).Value;
        question.StreamingEnabled = true;
        List<StreamingResponseUpdate> updates = [];
        await foreach (var update in await client.CreateResponseStreamingAsync(question)) updates.Add(update);
        Assert.IsType<StreamingResponseCreatedUpdate>(updates[0]);
        var whole = updates[^1] switch
        {
            StreamingResponseCompletedUpdate completed => completed.Response,
            StreamingResponseIncompleteUpdate incomplete => incomplete.Response,
            var other => throw new InvalidOperationException($"The stream ended with {other.GetType().Name}."),
        };
        var items = updates.OfType<StreamingResponseOutputItemDoneUpdate>().OrderBy(u => u.OutputIndex).Select(u => u.Item.Id);
        Assert.Equal(whole.OutputItems.Select(i => i.Id), items);
        Assert.Equal(whole.GetOutputText() ?? "", string.Concat(updates.OfType<StreamingResponseOutputTextDeltaUpdate>().Select(u => u.Delta)));
        Assert.Equal(whole.Refusal(), string.Concat(updates.OfType<StreamingResponseRefusalDeltaUpdate>().Select(u => u.Delta)));
        Assert.Equal(whole.Thoughts(), string.Concat(updates.OfType<StreamingResponseReasoningSummaryTextDeltaUpdate>().Select(u => u.Delta)));
        foreach (var call in whole.Calls())
            Assert.Equal(call.FunctionArguments.ToString(), string.Concat(updates.OfType<StreamingResponseFunctionCallArgumentsDeltaUpdate>().Where(u => u.ItemId == call.Id).Select(u => u.Delta)));
        return whole;
    }

    public static string Refusal(this ResponseResult response) =>
        string.Concat(response.OutputItems.OfType<MessageResponseItem>().SelectMany(m => m.Content).Select(p => p.Refusal));

    public static string Thoughts(this ResponseResult response) =>
        string.Concat(response.OutputItems.OfType<ReasoningResponseItem>().Select(r => r.GetSummaryText()));

    public static FunctionCallResponseItem[] Calls(this ResponseResult response) => [.. response.OutputItems.OfType<FunctionCallResponseItem>()];
}
