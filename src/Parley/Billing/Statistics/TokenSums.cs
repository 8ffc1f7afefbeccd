using System.Text.Json.Serialization;

namespace Parley.Billing.Statistics;

/// <summary>Tokens and other units of many calls, in the buckets of a usage record.</summary>
internal sealed class TokenSums
{
    public long Input { get; set; }

    public long CacheRead { get; set; }

    public long CacheWrite5m { get; set; }

    public long CacheWrite1h { get; set; }

    public long Output { get; set; }

    public long Reasoning { get; set; }

    public long InputAudio { get; set; }

    public long OutputAudio { get; set; }

    public long InputImage { get; set; }

    public long OutputImage { get; set; }

    public long Images { get; set; }

    public long AudioMilliseconds { get; set; }

    public long Characters { get; set; }

    /// <summary>Tokens that went to the model, from a cache or not.</summary>
    [JsonIgnore]
    public long AllIn => Input + CacheRead + CacheWrite5m + CacheWrite1h + InputAudio + InputImage;

    /// <summary>Tokens that came from the model.</summary>
    [JsonIgnore]
    public long AllOut => Output + Reasoning + OutputAudio + OutputImage;

    public void Add(FigureRow row)
    {
        Input += row.Input ?? 0;
        CacheRead += row.CacheRead ?? 0;
        CacheWrite5m += row.CacheWrite5m ?? 0;
        CacheWrite1h += row.CacheWrite1h ?? 0;
        Output += row.Output ?? 0;
        Reasoning += row.Reasoning ?? 0;
        InputAudio += row.InputAudio ?? 0;
        OutputAudio += row.OutputAudio ?? 0;
        InputImage += row.InputImage ?? 0;
        OutputImage += row.OutputImage ?? 0;
        Images += row.Images ?? 0;
        AudioMilliseconds += row.AudioMilliseconds ?? 0;
        Characters += row.Characters ?? 0;
    }

    public void Add(TokenSums other)
    {
        Input += other.Input;
        CacheRead += other.CacheRead;
        CacheWrite5m += other.CacheWrite5m;
        CacheWrite1h += other.CacheWrite1h;
        Output += other.Output;
        Reasoning += other.Reasoning;
        InputAudio += other.InputAudio;
        OutputAudio += other.OutputAudio;
        InputImage += other.InputImage;
        OutputImage += other.OutputImage;
        Images += other.Images;
        AudioMilliseconds += other.AudioMilliseconds;
        Characters += other.Characters;
    }
}
