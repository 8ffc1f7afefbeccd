namespace Parley.Providers.Health;

/// <summary>What an answer to a probe says of a provider. Pure.</summary>
internal static class ProbeVerdict
{
    /// <summary>The status that counts: Google refuses a wrong key with 400.</summary>
    public static int Status(string kind, int status, ReadOnlySpan<byte> body) =>
        kind == "gemini" && status == 400 && body.IndexOf("\"API_KEY_INVALID\""u8) >= 0 ? 401 : status;

    /// <summary>Why the probe failed, without secrets; null when it did not. Whoever answers is there, also without a list of
    /// models, or with one that is no list: whether its answers are any good is found out by calls.</summary>
    public static string? Of(int status) => status switch
    {
        401 or 403 => $"it refuses the credential (status {status})",
        402 => "the account behind the credential has no credit (status 402)",
        >= 300 and < 400 => $"it redirects elsewhere (status {status}), which is not followed",
        501 => null,
        >= 500 => $"it answered with status {status}",
        _ => null,
    };
}
