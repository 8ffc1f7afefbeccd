using Anthropic;
using Anthropic.Models.Messages;

namespace Parley.Tests.Sdk.Anthropic;

/// <summary>Asks through the Anthropic SDK; a streamed answer is folded by the SDK's own aggregator.</summary>
internal static class Asking
{
    public static MessageCreateParams Question(string model, string text) => Question(model, (MessageContentParam)text);

    public static MessageCreateParams Question(string model, MessageContentParam content) =>
        new() { Model = model, MaxTokens = 2000, Messages = [new UserMessageParam { Content = content }] };

    public static Task<Message> AskAsync(this AnthropicClient client, bool streamed, MessageCreateParams question) =>
        streamed ? client.Messages.CreateStreaming(question).Aggregate() : client.Messages.Create(question);

    public static StopReason? Reason(this Message message) => message.StopReason?.Value();

    public static string Text(this Message message) =>
        string.Concat(message.Content.Select(block => block.TryPickText(out var text) ? text.Text : ""));

    public static IReadOnlyList<ToolUseBlock> ToolUses(this Message message) =>
        [.. message.Content.Select(block => block.TryPickToolUse(out var use) ? use : null).OfType<ToolUseBlock>()];
}
