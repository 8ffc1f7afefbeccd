using System.Diagnostics;
using System.Diagnostics.Metrics;
using Parley.Gateway.Messages;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Telemetry;

/// <summary>
/// The engine's instruments on the meter <c>Parley.Gateway</c>: OpenTelemetry's semantic conventions for generative AI
/// (<c>gen_ai.*</c>), and one histogram of Parley's own time per stage. Labels are names of models, providers and
/// faults that an operator configured, never what a caller made up.
/// </summary>
public sealed class GatewayMetrics
{
    /// <summary>Name of the meter and of the activity source.</summary>
    public const string Name = "Parley.Gateway";

    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _firstToken;
    private readonly Histogram<long> _tokens;
    private readonly Histogram<double> _stage;
    private readonly Counter<long> _refused;
    private long _active;

    /// <summary>Creates the instruments.</summary>
    public GatewayMetrics(IMeterFactory meters, TimeProvider time)
    {
        Time = time;
        var meter = meters.Create(Name);
        var seconds = new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92] };
        var stages = new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.00001, 0.00003, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10] };
        var counts = new InstrumentAdvice<long> { HistogramBucketBoundaries = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304] };
        _duration = meter.CreateHistogram("gen_ai.server.request.duration", "s", "From the request read to its last byte.", advice: seconds);
        _firstToken = meter.CreateHistogram("gen_ai.server.time_to_first_token", "s", "From the request read to the first token.", advice: seconds);
        _tokens = meter.CreateHistogram("gen_ai.client.token.usage", "{token}", "Tokens of one call.", advice: counts);
        _stage = meter.CreateHistogram("parley.stage.duration", "s", "Time that Parley itself takes of a request, in stages that do not overlap: read, route, ledger_intent, ledger_settle.", advice: stages);
        _refused = meter.CreateCounter<long>("parley.requests.refused", "{request}", "Requests that were answered with an error before any provider was called.");
        meter.CreateObservableUpDownCounter("parley.requests.active", () => Volatile.Read(ref _active), "{request}", "Requests under way.");
    }

    internal TimeProvider Time { get; }

    internal void Began() => Interlocked.Increment(ref _active);

    internal void Ended() => Interlocked.Decrement(ref _active);

    /// <summary>Records a stage that ends now; returns this moment's timestamp, at which the next one begins.</summary>
    internal long StageTook(string stage, long since)
    {
        var now = Time.GetTimestamp();
        StageTook(stage, since, now);
        return now;
    }

    /// <summary>Records a stage between two timestamps.</summary>
    internal void StageTook(string stage, long since, long until) =>
        _stage.Record(Time.GetElapsedTime(since, until).TotalSeconds, new KeyValuePair<string, object?>("stage", stage));

    /// <summary>An error that no provider had a part in: a key, a limit, a budget, a model that nobody has, a request that cannot be read.</summary>
    internal void Refused(GatewayFault fault) => _refused.Add(1, new KeyValuePair<string, object?>("error.type", fault.Label));

    internal void Settled(LlmRequest request, UsageSettlement settlement, UpstreamTarget? target)
    {
        var tags = new TagList
        {
            { "gen_ai.operation.name", request.Operation.Name() },
            { "gen_ai.provider.name", target?.Upstream.Name ?? "none" },
            { "gen_ai.request.model", request.Route?.Label ?? "unknown" },
        };
        if (settlement is { IsCached: false, Usage: { } usage })
        {
            var input = tags;
            input.Add("gen_ai.token.type", "input");
            _tokens.Record(usage.PromptTokens, input);
            var output = tags;
            output.Add("gen_ai.token.type", "output");
            _tokens.Record(usage.CompletionTokens, output);
        }

        if (settlement.FirstToken is { } first && request.Envelope.Stream) _firstToken.Record(first.TotalSeconds, tags);
        if (settlement.Error is { } error) tags.Add("error.type", error);
        _duration.Record(settlement.Total.TotalSeconds, tags);
    }
}
