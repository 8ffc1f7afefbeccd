using Npgsql;
using NpgsqlTypes;
using Parley.Billing.Model;

namespace Parley.Billing.Metering.Projection;

/// <summary>Rows as one array per column: any number of them in one statement.</summary>
internal static class PostgresUsageRows
{
    private static readonly string[] Types =
    [
        "text", "timestamptz", "text", "text", "text", "text", "text", "bool", "text", "text", "text", "text", "text",
        "text", "text", "int8", "int8", "int8", "int8", "int8", "int8", "int8", "int8",
        "int8", "int8", "int8", "int8", "int8",
        "text", "text", "int8", "int8", "int8", "text", "bool", "int4", "text", "text", "int4", "text",
    ];

    public static readonly string Upsert =
        $"INSERT INTO usage_events ({UsageSql.Columns}) SELECT * FROM unnest({string.Join(", ", Types.Select((type, i) => $"${i + 1}::{type}[]"))}) {UsageSql.OnConflict}";

    public static NpgsqlBatchCommand ToCommand(IReadOnlyCollection<UsageEvent> rows)
    {
        var command = new NpgsqlBatchCommand(Upsert);
        void Texts(Func<UsageEvent, string?> value) => Add(value, NpgsqlDbType.Text);
        void Numbers(Func<UsageEvent, long?> value) => Add(value, NpgsqlDbType.Bigint);
        void Add<T>(Func<UsageEvent, T> value, NpgsqlDbType type) =>
            command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = [.. rows.Select(value)], NpgsqlDbType = NpgsqlDbType.Array | type });

        Texts(r => r.RequestId);
        Add(r => r.At.UtcDateTime, NpgsqlDbType.TimestampTz);
        Texts(r => r.KeyId);
        Texts(r => r.UserId);
        Texts(r => r.Tags);
        Texts(r => r.Format);
        Texts(r => r.Operation);
        Add(r => r.Stream, NpgsqlDbType.Boolean);
        Texts(r => r.ModelAsked);
        Texts(r => r.Continues);
        Texts(r => r.Route);
        Texts(r => r.Hedges);
        Texts(r => r.Node);
        Texts(r => r.Model);
        Texts(r => r.Provider);
        Numbers(r => r.Input);
        Numbers(r => r.CacheRead);
        Numbers(r => r.CacheWrite5m);
        Numbers(r => r.CacheWrite1h);
        Numbers(r => r.Output);
        Numbers(r => r.Reasoning);
        Numbers(r => r.InputAudio);
        Numbers(r => r.OutputAudio);
        Numbers(r => r.InputImage);
        Numbers(r => r.OutputImage);
        Numbers(r => r.Images);
        Numbers(r => r.AudioMilliseconds);
        Numbers(r => r.Characters);
        Texts(r => r.Source);
        Texts(r => r.RawUsage);
        Numbers(r => r.UpstreamStarted);
        Numbers(r => r.FirstToken);
        Numbers(r => r.Total);
        Texts(r => r.RouteReason);
        Add(r => r.IsCached, NpgsqlDbType.Boolean);
        Add(r => r.Attempts, NpgsqlDbType.Integer);
        Texts(r => r.Outcome);
        Texts(r => r.Error);
        Add(r => r.Status, NpgsqlDbType.Integer);
        Texts(r => r.CancelPolicy);
        return command;
    }
}
