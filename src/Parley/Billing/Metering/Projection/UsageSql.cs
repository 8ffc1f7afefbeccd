namespace Parley.Billing.Metering.Projection;

/// <summary>The statements that both databases share. The order of the columns is the order of the parameters.</summary>
internal static class UsageSql
{
    public static readonly string[] IntentColumns =
        ["request_id", "at", "key_id", "user_id", "tags", "format", "operation", "stream", "model_asked", "continues", "route", "hedges", "node"];

    public static readonly string[] SettlementColumns =
    [
        "model", "provider", "input", "cache_read", "cache_write_5m", "cache_write_1h", "output", "reasoning", "input_audio", "output_audio",
        "input_image", "output_image", "images", "audio_ms", "characters",
        "source", "raw_usage", "upstream_started_us", "first_token_us", "total_us", "route_reason", "is_cached", "attempts", "outcome", "error", "status", "cancel_policy",
    ];

    public static readonly string Columns = string.Join(", ", IntentColumns.Concat(SettlementColumns));

    /// <summary>A settled record fills an open row; a late settlement corrects a row that was given up; nothing else
    /// changes a row (see <see cref="UsageFold"/>).</summary>
    public static readonly string OnConflict =
        $"ON CONFLICT (request_id) DO UPDATE SET {string.Join(", ", SettlementColumns.Select(column => $"{column} = excluded.{column}"))} "
        + "WHERE excluded.outcome IS NOT NULL AND (usage_events.outcome IS NULL OR usage_events.outcome = 'indeterminate')";

    /// <summary>The number since 1970 of the hour that a time lies in, which is how roll-ups are kept.</summary>
    public const string SqliteHour = "at / 36000000000 - 17259888", PostgresHour = "floor(extract(epoch FROM at) / 3600)::bigint";
}
