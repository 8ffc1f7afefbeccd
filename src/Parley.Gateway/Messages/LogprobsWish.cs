namespace Parley.Gateway.Messages;

/// <summary>The caller wants to know how likely each token of the answer's text was.</summary>
/// <param name="Top">How many of the likeliest tokens are told at each place, 0 to 20; null when the caller said nothing.</param>
public sealed record LogprobsWish(long? Top);
