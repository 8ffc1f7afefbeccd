using System.Collections.Immutable;

namespace Parley.Gateway.Routing;

/// <summary>The words for <see cref="ModelCapabilities"/> wherever people read or write them: conditions of routes, the catalogue, reasons, errors.</summary>
public static class CapabilityWords
{
    /// <summary>Each word with what it means, once.</summary>
    public static ImmutableArray<(string Word, ModelCapabilities Capability)> All { get; } =
    [
        ("vision", ModelCapabilities.Vision), ("pdf", ModelCapabilities.Pdf), ("audio_in", ModelCapabilities.AudioInput), ("tools", ModelCapabilities.Tools),
        ("structured_output", ModelCapabilities.StructuredOutput), ("reasoning", ModelCapabilities.Reasoning), ("cache", ModelCapabilities.Cache),
        ("batch", ModelCapabilities.Batch), ("audio_out", ModelCapabilities.AudioOutput), ("image_out", ModelCapabilities.ImageOutput),
    ];

    /// <summary>The words for some, with commas between them; empty for none.</summary>
    public static string Of(ModelCapabilities some) => string.Join(", ", All.Where(w => some.HasFlag(w.Capability)).Select(w => w.Word));
}
