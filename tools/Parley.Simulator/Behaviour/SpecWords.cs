using System.Collections.Frozen;

namespace Parley.Simulator.Behaviour;

/// <summary>The words of a spec, each with its meaning in one place: help text and effect.</summary>
internal static class SpecWords
{
    public static readonly IReadOnlyList<SpecWord> All =
    [
        new("ttft", "ms before the answer", (s, n) => s with { Timing = s.Timing with { FirstMs = n } }),
        new("itl", "ms between chunks", (s, n) => s with { Timing = s.Timing with { GapMicroseconds = n * 1000 } }),
        new("itlu", "microseconds between chunks", (s, n) => s with { Timing = s.Timing with { GapMicroseconds = n } }),
        new("jit", "jitter of the gap, percent", (s, n) => s with { Timing = s.Timing with { JitterPercent = n } }),
        new("lgn", "log-normal first-token time, sigma in hundredths", (s, n) => s with { Timing = s.Timing with { LogNormalSigma = n } }),
        new("tail", "per mille of requests that are slower by tms", (s, n) => s with { Timing = s.Timing with { TailPerMille = n } }),
        new("tms", "ms added to requests in the tail (1000)", (s, n) => s with { Timing = s.Timing with { TailMs = n } }),

        new("n", "content chunks (100)", (s, n) => s with { Content = s.Content with { Chunks = n } }),
        new("sz", "bytes of a chunk's text or sound; the side of an image", (s, n) => s with { Content = s.Content with { TokenBytes = n } }),
        new("pt", "prompt tokens reported (25)", (s, n) => s with { Content = s.Content with { PromptTokens = n } }),
        new("ct", "of which read from the cache", (s, n) => s with { Content = s.Content with { CachedTokens = n } }),
        new("cw", "of which written to the 5-minute cache (messages)", (s, n) => s with { Content = s.Content with { CacheWriteTokens = n } }),
        new("cwh", "of which written to the 1-hour cache (messages)", (s, n) => s with { Content = s.Content with { CacheWriteHourTokens = n } }),
        new("tool", "calls the first tool; after its result answers with text", (s, _) => s with { Content = s.Content with { Tools = 1 } }),
        new("tools", "N parallel tool calls, their arguments interleaved (chat, responses)", (s, n) => s with { Content = s.Content with { Tools = Math.Max(n, 2) } }),
        new("emptyargs", "tool calls without arguments", (s, _) => s with { Content = s.Content with { EmptyArguments = true } }),
        new("think", "reasoning first: signed block, reasoning_content, thought parts, a summary (think2: of two parts, responses)", (s, n) => s with { Content = s.Content with { Think = true, ThinkParts = Math.Max(n, 1) } }),
        new("thinkraw", "reasoning as text instead of a summary (responses)", (s, _) => s with { Content = s.Content with { Think = true, ThinkRaw = true } }),
        new("redacted", "sealed reasoning: redacted block (messages), encrypted_content (responses), thoughtSignature (gemini)", (s, _) => s with { Content = s.Content with { Redacted = true } }),
        new("refuse", "a refusal (gemini: the prompt is blocked)", (s, _) => s with { Content = s.Content with { Refuse = true } }),
        new("filter", "stopped by the content filter (filterN: its N-th reason, gemini)", (s, n) => s with { Content = s.Content with { Filter = true, FilterReason = n } }),
        new("cite", "text with citations", (s, _) => s with { Content = s.Content with { Cite = true } }),
        new("json", "the text is a JSON object", (s, _) => s with { Content = s.Content with { Json = true } }),
        new("servertool", "a web search by the vendor itself (gemini: code that it runs)", (s, _) => s with { Content = s.Content with { ServerTool = true } }),
        new("around", "text before servertool, too", (s, _) => s with { Content = s.Content with { Around = true } }),
        new("callids", "function calls carry an id (gemini)", (s, _) => s with { Content = s.Content with { CallIds = true } }),
        new("pause", "ends with pause_turn (messages)", (s, _) => s with { Content = s.Content with { Pause = true } }),
        new("length", "ends because of the length limit", (s, _) => s with { Content = s.Content with { Length = true } }),
        new("echo", "repeats the last user text", (s, _) => s with { Content = s.Content with { Echo = true } }),
        new("obey", "obeys max_tokens and stop sequences", (s, _) => s with { Content = s.Content with { Obey = true } }),
        new("utf", "text of many bytes a character", (s, _) => s with { Content = s.Content with { Multibyte = true } }),
        new("ts", "monotonic time in the text: @@ and 16 hex digits, ns", (s, _) => s with { Content = s.Content with { Stamps = true } }),

        new("fl", "chunks a write (1)", (s, n) => s with { Wire = s.Wire with { ChunksPerWrite = Math.Max(1, n) } }),
        new("crlf", "CRLF line ends", (s, _) => s with { Wire = s.Wire with { Crlf = true } }),
        new("split", "every event is cut into odd writes", (s, _) => s with { Wire = s.Wire with { Split = true } }),
        new("bytes", "every byte is a write", (s, _) => s with { Wire = s.Wire with { Bytes = true } }),
        new("ping", "keep-alive comments or pings", (s, _) => s with { Wire = s.Wire with { Ping = true } }),
        new("nospace", "no space after the colon", (s, _) => s with { Wire = s.Wire with { NoSpace = true } }),
        new("nousage", "no usage", (s, _) => s with { Wire = s.Wire with { NoUsage = true } }),
        new("nodone", "no [DONE], message_stop, response.completed or finishReason", (s, _) => s with { Wire = s.Wire with { NoDone = true } }),
        new("strict", "refuses what the vendor refuses: unknown fields, unanswered tool calls", (s, _) => s with { Wire = s.Wire with { Strict = true } }),

        new("err", "that status, with the vendor's error body", (s, n) => s with { Fault = s.Fault with { Status = n } }),
        new("ra", "Retry-After of err, seconds (gemini: RetryInfo in the error)", (s, n) => s with { Fault = s.Fault with { RetryAfterSeconds = n } }),
        new("hang", "never answers", (s, _) => s with { Fault = s.Fault with { Hang = true } }),
        new("hangmid", "stops for ever after N chunks", (s, n) => s with { Fault = s.Fault with { HangAt = n } }),
        new("drop", "closes after N chunks (0: before any byte)", (s, n) => s with { Fault = s.Fault with { DropAt = n } }),
        new("rst", "resets after N chunks (0: before any byte)", (s, n) => s with { Fault = s.Fault with { ResetAt = n } }),
        new("errmid", "an error event after N chunks", (s, n) => s with { Fault = s.Fault with { ErrorAt = n } }),
        new("errflat", "errmid in the documented form, without response.failed (responses)", (s, _) => s with { Fault = s.Fault with { FlatError = true } }),
        new("errinside", "an error body under status 200 (errinside200)", (s, _) => s with { Fault = s.Fault with { ErrorInside = true } }),
        new("badjson", "JSON that breaks off, status 200", (s, _) => s with { Fault = s.Fault with { BadJson = true } }),
        new("trunc", "fewer bytes than announced", (s, _) => s with { Fault = s.Fault with { Truncate = true } }),
        new("html", "an HTML page, status 200", (s, _) => s with { Fault = s.Fault with { Html = true } }),
        new("garbage", "bytes without meaning, status 200", (s, _) => s with { Fault = s.Fault with { Garbage = true } }),
        new("empty", "nothing, status 200", (s, _) => s with { Fault = s.Fault with { Empty = true } }),
        new("bigline", "one line of N MiB (200)", (s, n) => s with { Fault = s.Fault with { BigLineMegabytes = n > 0 ? n : 200 } }),
        new("endless", "a stream that never ends", (s, _) => s with { Fault = s.Fault with { Endless = true } }),
        new("busyp", "status 429 in N percent of requests; this word and the next four can be mixed", (s, n) => s with { Fault = s.Fault with { BusyPercent = n } }),
        new("failp", "status 500 in N percent", (s, n) => s with { Fault = s.Fault with { FailPercent = n } }),
        new("hangp", "never answers in N percent", (s, n) => s with { Fault = s.Fault with { HangPercent = n } }),
        new("cutp", "closes after 2 chunks in N percent", (s, n) => s with { Fault = s.Fault with { CutPercent = n } }),
        new("garbagep", "bytes without meaning in N percent", (s, n) => s with { Fault = s.Fault with { GarbagePercent = n } }),
        new("p", "the fault in N percent of requests", (s, n) => s with { Fault = s.Fault with { Percent = n } }),
        new("first", "the fault in the first N requests of this model name", (s, n) => s with { Fault = s.Fault with { FirstRequests = n } }),
    ];

    private static readonly FrozenDictionary<string, SpecWord> ByName = All.ToFrozenDictionary(w => w.Name, StringComparer.Ordinal);

    public static Spec Apply(Spec spec, string name, int? number) =>
        ByName.TryGetValue(name, out var word) && (number is not null || !word.NeedsNumber) ? word.Effect(spec, number ?? 0) : spec;
}

internal sealed record SpecWord(string Name, string Help, Func<Spec, int, Spec> Effect)
{
    private static readonly FrozenSet<string> WithNumber = FrozenSet.ToFrozenSet(
        ["ttft", "itl", "itlu", "jit", "lgn", "tail", "tms", "n", "sz", "pt", "ct", "cw", "cwh", "tools", "fl", "err", "ra", "hangmid", "drop", "rst", "errmid", "busyp", "failp", "hangp", "cutp", "garbagep", "p", "first"]);

    /// <summary>Without a number behind it such a word means nothing: <c>p</c> or <c>n</c> may be part of an ordinary name.</summary>
    public bool NeedsNumber => WithNumber.Contains(Name);
}
