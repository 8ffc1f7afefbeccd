using Parley.Simulator.Answers;

namespace Parley.Simulator.Chat;

internal static class ChatUsage
{
    public static string Json(Tokens t) => string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $$$"""{"prompt_tokens":{{{t.Prompt}}},"completion_tokens":{{{t.Output}}},"total_tokens":{{{t.Prompt + t.Output}}},"prompt_tokens_details":{"cached_tokens":{{{t.CacheRead}}},"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":{{{t.Reasoning}}},"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}""");
}
