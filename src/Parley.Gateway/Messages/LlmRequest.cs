using Parley.Gateway.Dialects.OpenAiChat;
using Parley.Gateway.Pipeline.Admission;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing;
using Parley.Gateway.Uploads;

namespace Parley.Gateway.Messages;

/// <summary>
/// One request on its way through the pipeline: who asks, what for, the facts that routing needs, and the original
/// bytes. Read once; never a document tree of the body unless a translation needs one.
/// </summary>
public sealed class LlmRequest
{
    private Prompt? _prompt;

    /// <summary><c>req_...</c>, also in the response header <c>x-parley-request-id</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The format that the client speaks.</summary>
    public required WireFormat Format { get; init; }

    /// <summary>What it wants done.</summary>
    public required LlmOperation Operation { get; init; }

    /// <summary>Who asks.</summary>
    public required Caller Caller { get; init; }

    /// <summary>The client's body, as it came. Valid until the request ends.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Whose memory <see cref="Body"/> is; null when it is nobody's but the garbage collector's. Whoever reads the body
    /// after the request may have ended must say so there.</summary>
    internal ClientBody? BodyOwner { get; init; }

    /// <summary>What the caller itself sent, where <see cref="Body"/> was made of it; the same bytes otherwise.</summary>
    public ReadOnlyMemory<byte> AskedBody { get => field.IsEmpty ? Body : field; init; }

    /// <summary>A form with files, which is the body of some requests; then <see cref="Body"/> is empty.</summary>
    internal FormUpload? Upload { get; init; }

    /// <summary>Facts read from the body in one pass.</summary>
    public required RequestEnvelope Envelope { get; init; }

    /// <summary>Client headers that travel to an upstream of the same format (<c>anthropic-version</c>,
    /// <c>anthropic-beta</c>, <c>openai-beta</c>); never credentials.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> VendorHeaders { get; init; } = [];

    /// <summary>The client's query string with its question mark, which travels to an upstream of the same format; empty when none.</summary>
    public string Query { get; init; } = "";

    /// <summary>Labels for usage records (<c>x-parley-tags</c>), or null.</summary>
    public string? Tags { get; init; }

    /// <summary>The named route that the caller wants (<c>x-parley-route</c>), whatever the body's model is; null for the model's own.</summary>
    public string? RouteAsked { get; init; }

    /// <summary>Within what time the caller wants the first token (<c>x-parley-max-ttft-ms</c>); null for no such wish.</summary>
    public TimeSpan? MaxFirstToken { get; init; }

    /// <summary>What the caller says of the response cache, or null.</summary>
    public CacheWish? Cache { get; init; }

    /// <summary>What a kept answer belongs to, beside its owner and model (<c>conversation:...</c>), so that it can be removed with that; without spaces.</summary>
    public IReadOnlyList<string> CacheTags { get; init; } = [];

    /// <summary>When the request began to be read, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The same moment as a timestamp of the time provider, for durations.</summary>
    public required long Started { get; init; }

    /// <summary>The request in the neutral vocabulary, read at the first use; throws <see cref="GatewayFaultException"/>
    /// for a body that the format does not allow. Most requests never need it.</summary>
    public Prompt Prompt => _prompt ??= (ReadPrompt ?? throw new InvalidOperationException("This operation has no prompt."))(this);

    /// <summary>The prompt if somebody needed it, as every translation does; null otherwise.</summary>
    public Prompt? PromptIfRead => _prompt;

    /// <summary>The prompt with files in it that were fetched: for this attempt and all that follow.</summary>
    internal void Take(Prompt prompt) => _prompt = prompt;

    /// <summary>Who can serve the request; set once by the first stage of the pipeline, from one snapshot of the routes.</summary>
    public Route? Route { get; set; }

    /// <summary>Whom it is sent to, and why; null before that was decided.</summary>
    public RoutePlan? Plan { get; internal set; }

    /// <summary>Where it is counted against limits; set by the first stage of the pipeline.</summary>
    internal LimitBook? Limits { get; set; }

    /// <summary>Tokens that were taken of its caller's limits because they were expected; 0 once they are settled.</summary>
    internal long TokensTaken { get; set; }

    /// <summary>The candidate of whose provider's limits a call was taken; null once that is settled.</summary>
    internal UpstreamTarget? TakenAt { get; set; }

    /// <summary>Tokens that were taken there.</summary>
    internal long TokensTakenThere { get; set; }

    /// <summary>Timestamp at which the request had been read; 0 when it did not come over HTTP.</summary>
    public long ReadAt { get; set; }

    /// <summary>Who was called last; null before the first call.</summary>
    public UpstreamTarget? Called { get; internal set; }

    /// <summary>Timestamp at which the newest upstream call left; 0 before the first.</summary>
    public long UpstreamStartedAt { get; private set; }

    /// <summary>Timestamp at which the first upstream call left; 0 before it.</summary>
    public long FirstUpstreamAt { get; private set; }

    /// <summary>Upstream calls that left so far.</summary>
    public int Calls { get; private set; }

    /// <summary>Notes that an upstream call leaves: from here on it is the upstream's time, no longer Parley's. Each
    /// upstream says so when it has made its request ready.</summary>
    public void CallLeaves(long timestamp)
    {
        Calls++;
        IsCallOpen = true;
        UpstreamStartedAt = timestamp;
        if (FirstUpstreamAt == 0) FirstUpstreamAt = timestamp;
    }

    /// <summary>A vendor has the prompt, and has not failed: if nobody waits for its answer, it is paid for all the same.</summary>
    internal bool IsCallOpen { get; private set; }

    /// <summary>The newest upstream call failed before it said anything.</summary>
    internal void CallFailed() => IsCallOpen = false;

    /// <summary>How to read <see cref="Prompt"/>: the reader of the client's format.</summary>
    public Func<LlmRequest, Prompt>? ReadPrompt { get; init; }

    /// <summary>The call that this one goes on from, where that broke off in the middle; null otherwise.</summary>
    public string? Continues { get; private init; }

    /// <summary>The request beside which this call is made, because its first token was late; null otherwise.</summary>
    public string? Hedges { get; private init; }

    /// <summary>Another call may be made beside this one, and the first that speaks is taken: what only opens an answer is waited out.</summary>
    internal bool IsRaced { get; set; }

    /// <summary>Another call beside this one spoke first: it is ended, and its caller has not left.</summary>
    internal bool IsOutpaced { get; set; }

    /// <summary>Nobody sent its bytes, so it is translated for every upstream, also for those that speak its format: the app made it, or it goes on from
    /// another one.</summary>
    internal bool IsOwn { get; private init; }

    /// <summary>
    /// A request to generate a streamed answer that no client sent: the app's own. It goes the way of all requests, with the same limits and the same meter;
    /// its format is <see cref="WireFormat.Chat"/>, and its body is the prompt in that format, for whoever reads facts from bytes.
    /// </summary>
    /// <param name="caller">Who asks, and who is metered.</param>
    /// <param name="model">The model, route or alias that is wanted.</param>
    /// <param name="prompt">What is asked. Belongs to the request from now on.</param>
    /// <param name="time">Tells when.</param>
    /// <param name="tags">Labels for usage records; null for none.</param>
    /// <param name="cache">What is said of the response cache; null for what the caller's key and the route say.</param>
    /// <param name="cacheTags">What a kept answer belongs to; null for nothing.</param>
    public static LlmRequest Of(Caller caller, string model, Prompt prompt, TimeProvider time, string? tags = null, CacheWish? cache = null, IReadOnlyList<string>? cacheTags = null)
    {
        var (body, envelope) = OwnBody.Write(model, prompt);
        return new LlmRequest
        {
            Id = RequestId.New(time), Format = WireFormat.Chat, Operation = LlmOperation.Generate, Caller = caller, Body = body, Envelope = envelope, IsOwn = true,
            Tags = tags, Cache = cache, CacheTags = cacheTags ?? [], At = time.GetUtcNow(), Started = time.GetTimestamp(), ReadPrompt = _ => prompt, _prompt = prompt,
        };
    }

    /// <summary>A request of the app's own for vectors of texts, in OpenAI's format; see <see cref="Pipeline.EmbeddingCall"/>.</summary>
    /// <param name="caller">Who asks, and who is metered.</param>
    /// <param name="model">The model that embeds.</param>
    /// <param name="texts">What is embedded; at least one, none empty.</param>
    /// <param name="time">Tells when.</param>
    /// <param name="tags">Labels for usage records; null for none.</param>
    public static LlmRequest ToEmbed(Caller caller, string model, IReadOnlyList<string> texts, TimeProvider time, string? tags = null)
    {
        var (body, envelope) = OwnBody.WriteTexts(model, texts);
        return new LlmRequest
        {
            Id = RequestId.New(time), Format = WireFormat.Chat, Operation = LlmOperation.Embed, Caller = caller, Body = body, Envelope = envelope, Tags = tags, At = time.GetUtcNow(), Started = time.GetTimestamp(),
        };
    }

    /// <summary>The same request once more, as a call of its own beside this one.</summary>
    internal LlmRequest Hedging(RoutePlan plan) => new()
    {
        Id = Id + ".h", Hedges = Id, Format = Format, Operation = Operation, Caller = Caller, Body = Body, BodyOwner = BodyOwner, AskedBody = AskedBody, Envelope = Envelope,
        VendorHeaders = VendorHeaders, Query = Query, Tags = Tags, RouteAsked = RouteAsked, MaxFirstToken = MaxFirstToken, At = At, Started = Started, ReadAt = ReadAt, Route = Route,
        Limits = Limits, Plan = plan, IsRaced = true, IsOwn = IsOwn, ReadPrompt = ReadPrompt, _prompt = _prompt,
    };

    /// <summary>A request of its own that goes on from this one: the prompt says how far it came. It is nobody's bytes, so it is always translated.</summary>
    internal LlmRequest Continuing(Prompt prompt, Route others) => new()
    {
        Id = Id + ".2", Continues = Id, IsOwn = true, Format = Format, Operation = Operation, Caller = Caller, Body = Body, Envelope = Envelope, Tags = Tags, RouteAsked = RouteAsked, MaxFirstToken = MaxFirstToken,
        At = At, Started = Started, ReadAt = ReadAt, Route = others, Limits = Limits, ReadPrompt = _ => prompt,
    };

    /// <summary>The same request with a body that belongs to nobody but itself.</summary>
    internal LlmRequest WithOwnBody() => With(Body.ToArray(), default, Envelope);

    /// <summary>The same request with another body, of which the envelope tells; the body must be nobody else's.</summary>
    internal LlmRequest With(ReadOnlyMemory<byte> body, RequestEnvelope envelope) => With(body, AskedBody, envelope);

    private LlmRequest With(ReadOnlyMemory<byte> body, ReadOnlyMemory<byte> asked, RequestEnvelope envelope) => new()
    {
        Id = Id, Format = Format, Operation = Operation, Caller = Caller, Body = body, AskedBody = asked, Upload = Upload, Envelope = envelope, VendorHeaders = VendorHeaders, Query = Query,
        Tags = Tags, Cache = Cache, RouteAsked = RouteAsked, MaxFirstToken = MaxFirstToken, At = At, Started = Started, ReadAt = ReadAt, IsOwn = IsOwn, ReadPrompt = ReadPrompt,
    };
}
