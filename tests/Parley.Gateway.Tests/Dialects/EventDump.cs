using System.Globalization;
using System.Text;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Dialects;

/// <summary>Events as text, one a line, for comparison with golden files.</summary>
internal static class EventDump
{
    public static string Of(EventBatch batch)
    {
        var text = new StringBuilder();
        foreach (var item in batch.Events) text.Append(Line(item)).Append('\n');
        return text.ToString();
    }

    public static string Line(in LlmEvent item) => item.Kind switch
    {
        LlmEventKind.Started => $"started id={Raw(item.Id)} model={Raw(item.Name)}",
        LlmEventKind.BlockStarted when item.BlockKind is BlockKind.ToolCall or BlockKind.CustomCall => $"block {item.Block} {item.BlockKind} id={Raw(item.Id)} name={Raw(item.Name)}" + (item.Text.IsEmpty ? "" : $" signature={Raw(item.Text)}"),
        LlmEventKind.BlockStarted when item.BlockKind == BlockKind.Image => $"block {item.Block} Image type={Raw(item.Name)} \"{Raw(item.Text)}\"",
        LlmEventKind.BlockStarted when !item.Json.IsEmpty => $"block {item.Block} {item.BlockKind} {Encoding.UTF8.GetString(item.Json.Span)}",
        LlmEventKind.BlockStarted => $"block {item.Block} {item.BlockKind}",
        LlmEventKind.Delta => $"delta {item.Block} {item.BlockKind} \"{Raw(item.Text)}\"" + (item.Json.IsEmpty ? "" : $" logprobs={Encoding.UTF8.GetString(item.Json.Span)}"),
        LlmEventKind.Signature => $"signature {item.Block} \"{Raw(item.Text)}\"",
        LlmEventKind.Citation => $"citation {item.Block} {Cited(item.Citation!)}",
        LlmEventKind.BlockStopped => $"stopped {item.Block} {item.BlockKind}",
        LlmEventKind.Usage => $"usage {Counted(item.Usage!)}",
        LlmEventKind.Finished => item.Text.IsEmpty ? $"finished {item.Finish}" : $"finished {item.Finish} \"{Raw(item.Text)}\"",
        LlmEventKind.Failed => $"failed {item.Fault!.Kind} {item.Fault.Status}: {item.Fault.Message}",
        _ => item.Kind.ToString().ToLowerInvariant(),
    };

    private static string Raw(JsonText text) => Encoding.UTF8.GetString(text.Escaped.Span);

    private static string Cited(Citation c) => string.Create(CultureInfo.InvariantCulture,
        $"url={c.Url ?? "-"} title={c.Title ?? "-"} text={c.CitedText ?? "-"} document={c.DocumentIndex} at={c.StartIndex}..{c.EndIndex}");

    private static string Counted(Usage u)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in new[]
        {
            ("input", u.Input), ("cacheRead", u.CacheRead), ("cacheWrite5m", u.CacheWrite5m), ("cacheWrite1h", u.CacheWrite1h),
            ("output", u.Output), ("reasoning", u.Reasoning), ("inputAudio", u.InputAudio), ("outputAudio", u.OutputAudio),
            ("inputImage", u.InputImage), ("outputImage", u.OutputImage), ("images", u.Images), ("audioMs", u.AudioMilliseconds), ("characters", u.Characters),
        })
        {
            if (value != 0) text.Append(CultureInfo.InvariantCulture, $"{(text.Length == 0 ? "" : " ")}{name}={value}");
        }

        return text.ToString();
    }
}
