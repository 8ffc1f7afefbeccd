using Parley.Gateway.Messages;
using Parley.Gateway.Ports;

namespace Parley.Bench.Ledger;

/// <summary>Records of an ordinary size.</summary>
internal static class SampleCalls
{
    public static readonly UsageSettlement Settlement = new()
    {
        Outcome = CallOutcome.Completed, Provider = "openai", Model = "gpt-5-mini-2025-08-07", Usage = new Usage(Input: 120, CacheRead: 1024, Output: 300, Reasoning: 64),
        RawUsage = """{"prompt_tokens":1144,"completion_tokens":364,"total_tokens":1508,"prompt_tokens_details":{"cached_tokens":1024},"completion_tokens_details":{"reasoning_tokens":64}}"""u8.ToArray(),
        Attempts = 1, Status = 200, UpstreamStarted = TimeSpan.FromMicroseconds(150), FirstToken = TimeSpan.FromMilliseconds(310), Total = TimeSpan.FromMilliseconds(2210),
    };

    public static UsageIntent Intent(bool stream) => new()
    {
        RequestId = RequestId.New(TimeProvider.System), At = DateTimeOffset.UtcNow, KeyId = "k7Qd02xs", UserId = "u_0198a7c2", Format = WireFormat.Chat,
        Operation = LlmOperation.Generate, Stream = stream, ModelAsked = "gpt-5-mini",
    };
}
