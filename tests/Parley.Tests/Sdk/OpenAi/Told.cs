using System.Text;
using OpenAI.Chat;

namespace Parley.Tests.Sdk.OpenAi;

/// <summary>What the OpenAI SDK understood, the same whether it came streamed or whole.</summary>
internal sealed record Told(string Text, string Refusal, IReadOnlyList<Told.Call> Calls, ChatFinishReason? Finish, ChatTokenUsage? Usage, string Raw)
{
    internal sealed record Call(string Id, string Name, string Arguments);

    public static async Task<Told> AskAsync(ChatClient client, bool streamed, IEnumerable<ChatMessage> messages, ChatCompletionOptions? options = null)
    {
        if (streamed) return await FoldAsync(client.CompleteChatStreamingAsync(messages, options));
        var result = await client.CompleteChatAsync(messages, options);
        var answer = result.Value;
        return new(
            string.Concat(answer.Content.Select(c => c.Text)), answer.Refusal ?? "",
            [.. answer.ToolCalls.Select(c => new Call(c.Id, c.FunctionName, c.FunctionArguments.ToString()))],
            answer.FinishReason, answer.Usage, result.GetRawResponse().Content.ToString());
    }

    public static Task<Told> AskAsync(ChatClient client, bool streamed, string question, ChatCompletionOptions? options = null) =>
        AskAsync(client, streamed, [new UserChatMessage(question)], options);

    private static async Task<Told> FoldAsync(IAsyncEnumerable<StreamingChatCompletionUpdate> updates)
    {
        StringBuilder text = new(), refusal = new(), raw = new();
        var calls = new SortedDictionary<int, (string Id, string Name, StringBuilder Arguments)>();
        ChatFinishReason? finish = null;
        ChatTokenUsage? usage = null;
        await foreach (var update in updates)
        {
            foreach (var part in update.ContentUpdate) text.Append(part.Text);
            refusal.Append(update.RefusalUpdate);
            foreach (var piece in update.ToolCallUpdates)
            {
                if (!calls.ContainsKey(piece.Index)) calls[piece.Index] = (piece.ToolCallId, piece.FunctionName, new());
                calls[piece.Index].Arguments.Append(piece.FunctionArgumentsUpdate);
            }

            finish = update.FinishReason ?? finish;
            usage = update.Usage ?? usage;
            raw.AppendLine(System.ClientModel.Primitives.ModelReaderWriter.Write(update).ToString());
        }

        return new(text.ToString(), refusal.ToString(), [.. calls.Values.Select(c => new Call(c.Id, c.Name, c.Arguments.ToString()))], finish, usage, raw.ToString());
    }
}
