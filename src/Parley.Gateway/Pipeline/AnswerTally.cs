using Parley.Gateway.Messages;
using Parley.Gateway.Ports;

namespace Parley.Gateway.Pipeline;

/// <summary>What the meter notes while an answer passes: usage, the end, and enough of the text to estimate its tokens
/// if nobody reports them. Bounded, however long the answer is.</summary>
internal sealed class AnswerTally : IDisposable
{
    private const int MaxSampleBytes = 4 * 1024;
    private const int MaxRawUsageBytes = 4 * 1024;

    /// <summary>What a picture of up to 1024 x 1024 costs, by Google's prices of its models that make pictures in chats.</summary>
    private const int TokensOfPicture = 1290;

    private PooledBytes? _sample;
    private long _textBytes;
    private int _pictures;
    private bool _isFinished;

    /// <summary>Usage as the vendor last reported it; null while it has not.</summary>
    public Usage? Usage { get; private set; }

    /// <summary>The vendor's raw usage object; empty while there is none, or when it is absurdly large.</summary>
    public ReadOnlyMemory<byte> RawUsage { get; private set; }

    /// <summary>The vendor reported usage when the answer's end was known, so it covers all of it (Anthropic
    /// reports the prompt at the start already).</summary>
    public bool IsUsageFinal { get; private set; }

    /// <summary>At least one token of text, reasoning or a tool call came, or a picture.</summary>
    public bool HasToken { get; private set; }

    /// <summary>The stream came to its proper end.</summary>
    public bool IsCompleted { get; private set; }

    /// <summary>Why it failed, if it did.</summary>
    public GatewayFault? Fault { get; private set; }

    /// <summary>Notes one step.</summary>
    public void Observe(EventBatch batch)
    {
        var hasUsage = false;
        foreach (ref readonly var item in batch.Events)
        {
            switch (item.Kind)
            {
                case LlmEventKind.Delta:
                    HasToken |= !item.Text.IsEmpty;
                    KeepSample(item.Text.Escaped.Span);
                    break;
                case LlmEventKind.BlockStarted:
                    HasToken |= item.BlockKind is BlockKind.ToolCall or BlockKind.CustomCall or BlockKind.OpaqueReasoning or BlockKind.Opaque or BlockKind.Image;
                    if (item.BlockKind == BlockKind.Image) _pictures++;
                    else KeepSample(item.Name.Escaped.Span);
                    break;
                case LlmEventKind.Usage:
                    Usage = item.Usage;
                    if (item.Json.Length <= MaxRawUsageBytes) RawUsage = item.Json.ToArray();
                    hasUsage = item.Usage is not null;
                    break;
                case LlmEventKind.Finished:
                    _isFinished = true;
                    break;
                case LlmEventKind.Completed:
                    IsCompleted = true;
                    break;
                case LlmEventKind.Failed:
                    Fault = item.Fault;
                    break;
            }
        }

        IsUsageFinal |= hasUsage && _isFinished;
    }

    /// <summary>Estimates the tokens that came: those of the sample, stretched to the whole text, and those of the pictures.</summary>
    public long EstimateOutput(string model, ITokenEstimator estimator)
    {
        var pictures = (long)_pictures * TokensOfPicture;
        if (_sample is null || _textBytes == 0) return pictures;
        var tokens = estimator.Count(model, JsonText.FromEscaped(_sample.Written).ToString());
        return pictures + (long)Math.Ceiling(tokens * ((double)_textBytes / _sample.Count));
    }

    public void Dispose()
    {
        _sample?.Dispose();
        _sample = null;
    }

    private void KeepSample(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return;
        _textBytes += text.Length;
        _sample ??= new PooledBytes(512);
        var room = Math.Min(text.Length, MaxSampleBytes - _sample.Count);
        if (room <= 0) return;
        text[..room].CopyTo(_sample.GetSpan(room));
        _sample.Advance(room);
    }
}
