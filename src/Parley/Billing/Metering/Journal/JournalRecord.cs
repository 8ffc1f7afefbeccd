using System.Text;
using System.Text.Json.Serialization;
using Parley.Billing.Model;

namespace Parley.Billing.Metering.Journal;

/// <summary>A batch as it stands in the journal. The version is raised when a record's meaning changes; readers know
/// all versions, for a journal may have been written by the release before.</summary>
internal sealed record JournalDocument([property: JsonPropertyName("v")] int Version, [property: JsonPropertyName("r")] List<JournalRecord> Records);

/// <summary>One record: an open call, or (with an outcome) a settled one, which repeats what the intent said. So a
/// settled record is the whole truth about its request, in whatever order records are read.</summary>
internal sealed class JournalRecord
{
    [JsonPropertyName("id")] public required string Id { get; init; }
    [JsonPropertyName("at")] public required long AtTicks { get; init; }
    [JsonPropertyName("k")] public string? Key { get; init; }
    [JsonPropertyName("u")] public string? User { get; init; }
    [JsonPropertyName("tag")] public string? Tags { get; init; }
    [JsonPropertyName("f")] public required string Format { get; init; }
    [JsonPropertyName("op")] public required string Operation { get; init; }
    [JsonPropertyName("s")] public bool Stream { get; init; }
    [JsonPropertyName("ask")] public required string Asked { get; init; }
    [JsonPropertyName("of")] public string? Continues { get; init; }
    [JsonPropertyName("rt")] public string? Route { get; init; }
    [JsonPropertyName("hg")] public string? Hedges { get; init; }
    [JsonPropertyName("out")] public string? Outcome { get; init; }
    [JsonPropertyName("p")] public string? Provider { get; init; }
    [JsonPropertyName("m")] public string? Model { get; init; }
    [JsonPropertyName("why")] public string? RouteReason { get; init; }
    [JsonPropertyName("hit")] public bool IsCached { get; init; }
    [JsonPropertyName("tok")] public long[]? Tokens { get; init; }
    [JsonPropertyName("est")] public bool Estimated { get; init; }
    [JsonPropertyName("raw")] public string? Raw { get; init; } // as the first release wrote it
    [JsonPropertyName("rawb")] public byte[]? RawBytes { get; init; }
    [JsonPropertyName("n")] public int? Attempts { get; init; }
    [JsonPropertyName("err")] public string? Error { get; init; }
    [JsonPropertyName("st")] public int? Status { get; init; }
    [JsonPropertyName("tu")] public long? UpstreamStarted { get; init; }
    [JsonPropertyName("tf")] public long? FirstToken { get; init; }
    [JsonPropertyName("tt")] public long? Total { get; init; }
    [JsonPropertyName("cp")] public string? CancelPolicy { get; init; }

    public UsageEvent ToEvent(string node) => new()
    {
        RequestId = Id, At = new DateTimeOffset(AtTicks, TimeSpan.Zero), KeyId = Key, UserId = User, Tags = Tags, Format = Format,
        Operation = Operation, Stream = Stream, ModelAsked = Asked, Continues = Continues, Route = Route, Hedges = Hedges, Model = Model, Provider = Provider,
        Input = Tokens?[0], CacheRead = Tokens?[1], CacheWrite5m = Tokens?[2], CacheWrite1h = Tokens?[3],
        Output = Tokens?[4], Reasoning = Tokens?[5], InputAudio = Tokens?[6], OutputAudio = Tokens?[7],
        InputImage = Unit(8), OutputImage = Unit(9), Images = Unit(10), AudioMilliseconds = Unit(11), Characters = Unit(12),
        Source = Tokens is null ? null : Estimated ? "estimated" : "reported", RawUsage = RawBytes is null ? Raw : Encoding.UTF8.GetString(RawBytes),
        UpstreamStarted = UpstreamStarted, FirstToken = FirstToken, Total = Total, RouteReason = RouteReason, IsCached = Outcome is null ? null : IsCached, Attempts = Attempts,
        Outcome = Outcome, Error = Error, Status = Status, CancelPolicy = CancelPolicy, Node = node,
    };

    /// <summary>Behind the eight counts that every list has stand those of pictures and sound, where there are any.</summary>
    private long? Unit(int index) => Tokens is null ? null : index < Tokens.Length ? Tokens[index] : 0;
}

[JsonSerializable(typeof(JournalDocument))]
internal sealed partial class JournalJson : JsonSerializerContext;
