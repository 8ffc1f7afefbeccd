using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using Parley.Billing.Model;

namespace Parley.Billing.Endpoints;

/// <summary>A usage record as the API shows it. No cost: nothing is priced yet, and 0 would be a lie.</summary>
internal sealed record UsageEventView(
    string RequestId, DateTimeOffset At, string? KeyId, string? UserId, string? Tags, string ModelAsked, string? Model, string? Provider,
    string Format, string Operation, bool Stream, TokensView? Tokens, string? Source, JsonElement? RawUsage, string Outcome, string? Error,
    int? Status, int? Attempts, string? CancelPolicy, double? UpstreamStartedMs, double? TtftMs, double? TotalMs)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), Description("The request whose answer was broken off and finished by this call; left out for all others.")]
    public string? Continues { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), Description("The named route that was asked for; left out for plain models.")]
    public string? Route { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), Description("Why the route chose this model, in a few words.")]
    public string? RouteReason { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), Description("The request beside which this call was made because that one's first token was late; left out for all others.")]
    public string? Hedges { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault), Description("true when the answer came from the cache; left out otherwise.")]
    public bool Cached { get; init; }

    public static UsageEventView Of(UsageEvent row) => new(
        row.RequestId, row.At, row.KeyId, row.UserId, row.Tags, row.ModelAsked, row.Model, row.Provider,
        row.Format, row.Operation, row.Stream, TokensView.Of(row), row.Source, Json(row.RawUsage), row.Outcome!, row.Error,
        row.Status, row.Attempts, row.CancelPolicy, Milliseconds(row.UpstreamStarted), Milliseconds(row.FirstToken), Milliseconds(row.Total))
    {
        Continues = row.Continues, Route = row.Route, RouteReason = row.RouteReason, Hedges = row.Hedges, Cached = row.IsCached ?? false,
    };

    private static double? Milliseconds(long? microseconds) => microseconds / 1000.0;

    /// <summary>The vendor's object; whatever is no JSON is shown as a string.</summary>
    private static JsonElement? Json(string? text)
    {
        if (text is null) return null;
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(text);
        }
    }
}

/// <summary>Tokens in disjoint buckets, absent when none are known; and what pictures and sound are counted in, where there is any.</summary>
internal sealed record TokensView(
    long Input, long CacheRead, long CacheWrite5m, long CacheWrite1h, long Output, long Reasoning, long InputAudio, long OutputAudio)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault), Description("Tokens of pictures in the request; left out where there are none, as the members below.")]
    public long InputImage { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault), Description("Tokens of pictures that were made.")]
    public long OutputImage { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault), Description("Pictures that were made.")]
    public long Images { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault), Description("Length of the recording that was transcribed.")]
    public long AudioMilliseconds { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault), Description("Characters that were spoken.")]
    public long Characters { get; init; }

    public static TokensView? Of(UsageEvent row) => row.Source is null ? null : new(
        row.Input ?? 0, row.CacheRead ?? 0, row.CacheWrite5m ?? 0, row.CacheWrite1h ?? 0,
        row.Output ?? 0, row.Reasoning ?? 0, row.InputAudio ?? 0, row.OutputAudio ?? 0)
    {
        InputImage = row.InputImage ?? 0, OutputImage = row.OutputImage ?? 0, Images = row.Images ?? 0,
        AudioMilliseconds = row.AudioMilliseconds ?? 0, Characters = row.Characters ?? 0,
    };
}
