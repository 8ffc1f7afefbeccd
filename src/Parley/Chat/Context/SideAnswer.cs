using Parley.Gateway.Messages;

namespace Parley.Chat.Context;

internal sealed record SideAnswer(string Text, string RequestId, string? Provider, Usage? Usage);
