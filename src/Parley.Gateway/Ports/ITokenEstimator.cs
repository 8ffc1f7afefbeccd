namespace Parley.Gateway.Ports;

/// <summary>Port: counts tokens where the upstream does not. Off the hot path; bounded in time for any input.</summary>
public interface ITokenEstimator
{
    /// <summary>Tokens of a text, as the model's tokenizer (or the nearest known one) would count them. An estimate:
    /// long or repetitive input is sampled.</summary>
    /// <param name="model">The upstream's model name.</param>
    /// <param name="text">The text.</param>
    long Count(string model, ReadOnlySpan<char> text);
}
