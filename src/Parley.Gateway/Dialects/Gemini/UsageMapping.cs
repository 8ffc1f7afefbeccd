using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Gemini;

/// <summary>
/// Usage between this format and Parley's buckets. Every frame of a stream tells it as it stands, without what is zero: a later one
/// replaces an earlier one, unless it tells only a part of it. The prompt contains what came from the cache, the candidates do not
/// contain the thoughts.
/// </summary>
internal sealed class UsageMapping
{
    private const int LongestRaw = 4 * 1024;

    private byte[] _raw = [];
    private int _rawLength;
    private UsageCounts _counts;
    private bool _isNoted;

    /// <summary>Anything was counted.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>The last usage object that counted something; valid until the next <see cref="Read"/>. Empty when it is absurdly long.</summary>
    public ReadOnlyMemory<byte> Raw => _raw.AsMemory(0, _rawLength);

    /// <summary>Takes in an object of the same members as the last one. It is read when somebody asks: most are replaced before.</summary>
    public void Note(ReadOnlyMemory<byte> json)
    {
        Keep(json.Span);
        _isNoted = true;
    }

    /// <summary>Takes in a <c>usageMetadata</c> object; false when it counts nothing (some only name the kind of traffic).</summary>
    public bool Read(ReadOnlyMemory<byte> json)
    {
        ReadNoted();
        var counts = UsageCounts.Read(json);
        if (!counts.IsAny) return false;
        _counts = counts.Over(_counts);
        IsKnown = true;
        Keep(json.Span);
        return true;
    }

    /// <summary>The buckets as known so far.</summary>
    public Usage ToUsage()
    {
        ReadNoted();
        var (prompt, toolUse, candidates, thoughts) = (_counts.Prompt ?? 0, _counts.ToolUse ?? 0, _counts.Candidates ?? 0, _counts.Thoughts ?? 0);
        // Some of the vendor's models count their thoughts among the candidates; the total tells.
        if (thoughts > 0 && thoughts <= candidates && _counts.Total == prompt + toolUse + candidates) candidates -= thoughts;
        var cached = Math.Min(_counts.Cached ?? 0, prompt);
        var audio = Math.Min(Math.Max(0, (_counts.PromptAudio ?? 0) - (_counts.CachedAudio ?? 0)), prompt - cached);
        var spoken = Math.Min(_counts.CandidatesAudio ?? 0, candidates);
        return new Usage(prompt - cached - audio + toolUse, cached, 0, 0, candidates - spoken, thoughts, audio, spoken);
    }

    private void ReadNoted()
    {
        if (!_isNoted) return;
        _isNoted = false;
        if (_rawLength > 0 && UsageCounts.Read(Raw) is { IsAny: true } counts) _counts = counts.Over(_counts);
    }

    private void Keep(ReadOnlySpan<byte> json)
    {
        _rawLength = json.Length <= LongestRaw ? json.Length : 0;
        if (_raw.Length < _rawLength) _raw = new byte[Math.Max(512, _rawLength)];
        json[.._rawLength].CopyTo(_raw);
    }
}
