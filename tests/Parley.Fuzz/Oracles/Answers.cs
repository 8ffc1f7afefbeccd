using System.Buffers;
using Parley.Gateway.Dialects;
using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;
using Parley.Gateway.Routing;
using Parley.Gateway.Upstreams;
using Parley.Gateway.Upstreams.Http;

namespace Parley.Fuzz.Oracles;

/// <summary>Answers as an upstream's bytes bring them, through the product's own readers.</summary>
internal static class Answers
{
    public delegate void Step(in LlmEvent item);

    private static readonly UpstreamConfig s_upstream = new() { Name = "u", Kind = "chat", BaseUrl = new Uri("https://example.com/v1") };

    private static readonly Drain s_drain = new(TimeProvider.System);

    /// <summary>What a writer needs to know.</summary>
    public static AnswerIdentity Identity { get; } = new("req_fuzz", "asked", DateTimeOffset.UnixEpoch);

    public static void Stream(IUpstreamDialect dialect, ReadOnlyMemory<byte> bytes, int cut, Step step)
    {
        var facts = new AnswerFacts(new UpstreamTarget(s_upstream, "m"), dialect.Format, []);
        using var response = new HttpResponseMessage();
        using var watch = new CallWatch(s_upstream, TimeProvider.System, s_drain, CancellationToken.None);
        using var body = new Cuts(bytes, cut);
        Pull(new StreamedAnswer(facts, response, body, dialect.CreateStreamReader(), watch), step);
    }

    public static void Body(IUpstreamDialect dialect, ReadOnlyMemory<byte> bytes, Step step)
    {
        var events = new EventBatch();
        var reader = dialect.CreateWholeReader();
        reader.Read(default, bytes, events);
        if (events.Events is not [.., { Kind: LlmEventKind.Completed or LlmEventKind.Failed }]) reader.End(events);
        foreach (ref readonly var item in events.Events) step(item);
    }

    /// <summary>Events as a writer puts them.</summary>
    public static Step Into(IAnswerWriter writer, IBufferWriter<byte> output) => (in LlmEvent item) => writer.Write(item, output);

    private static void Pull(LlmAnswer answer, Step step)
    {
        while (Done(answer.MoveNextAsync(CancellationToken.None)))
            foreach (ref readonly var item in answer.Events.Events) step(item);
        answer.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private static bool Done(ValueTask<bool> moving) => moving.IsCompleted ? moving.GetAwaiter().GetResult() : moving.AsTask().GetAwaiter().GetResult();
}
