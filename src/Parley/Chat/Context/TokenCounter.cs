using Parley.Gateway.Ports;

namespace Parley.Chat.Context;

/// <summary>Counts what a prompt takes, as the model's tokenizer would.</summary>
internal sealed class TokenCounter(ITokenEstimator estimator, string model)
{
    /// <summary>Tokens that the framing of one message costs, by OpenAI's cookbook on counting tokens for chat models.</summary>
    private const int PerMessage = 4;

    public long Of(string text) => text.Length == 0 ? 0 : estimator.Count(model, text) + PerMessage;
}
