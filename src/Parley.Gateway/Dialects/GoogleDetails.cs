using System.Globalization;
using System.Text.Json;

namespace Parley.Gateway.Dialects;

/// <summary>What Google's error bodies say in <c>error.details</c> (google.rpc.Status), whether they come in its own format or through
/// its OpenAI-compatible door.</summary>
/// <param name="IsCredentialRefused">The API key is wrong or expired, which Google answers with a 400 like any mistake of the caller.</param>
/// <param name="RetryDelay">How long to wait, which Google does not say in a header.</param>
internal readonly record struct GoogleDetails(bool IsCredentialRefused, TimeSpan? RetryDelay)
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(1);

    /// <summary>Reads the details of an error of those statuses that may have some; none for any other body.</summary>
    public static GoogleDetails Read(int status, ReadOnlySpan<byte> body)
    {
        if (status is not (400 or 429 or 500 or 503) || body.IndexOf("\"details\""u8) < 0) return default;
        try
        {
            var root = JsonElement.Parse(body);
            if (root.ValueKind == JsonValueKind.Array && root.GetArrayLength() > 0) root = root[0];
            return Member(Member(root, "error"), "details") is { ValueKind: JsonValueKind.Array } details ? Read(status, details) : default;
        }
        catch (Exception problem) when (BadJson.Is(problem))
        {
            return default;
        }
    }

    private static GoogleDetails Read(int status, JsonElement details)
    {
        var read = default(GoogleDetails);
        foreach (var detail in details.EnumerateArray())
        {
            if (status == 400 && Text(detail, "reason") == "API_KEY_INVALID") read = read with { IsCredentialRefused = true };
            if (Text(detail, "retryDelay") is { } delay && Duration(delay) is { } pause) read = read with { RetryDelay = pause };
        }

        return read;
    }

    /// <summary>Protobuf's JSON form of a duration: <c>34.4s</c>.</summary>
    private static TimeSpan? Duration(string text) =>
        text.EndsWith('s') && double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && seconds <= LongestDelay.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;

    private static JsonElement Member(JsonElement holder, string name) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out var value) ? value : default;

    private static string? Text(JsonElement holder, string name) =>
        Member(holder, name) is { ValueKind: JsonValueKind.String } text ? JsonFields.Decode(text) : null;
}
