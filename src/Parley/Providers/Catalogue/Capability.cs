using System.Collections.Frozen;
using System.Collections.Immutable;
using Parley.Gateway.Routing;

namespace Parley.Providers.Catalogue;

/// <summary>The catalogue's words for what models can do, and what they mean. Pure.</summary>
internal static class Capability
{
    /// <summary>A model that makes pictures from pictures takes them, too.</summary>
    private static readonly (string Word, ModelCapabilities Flag)[] Flags = [.. CapabilityWords.All, ("image_in", ModelCapabilities.Vision)];

    /// <summary>As the engine knows them; null when nothing is known.</summary>
    public static ModelCapabilities? ToFlags(ImmutableArray<string> words)
    {
        if (words.IsEmpty) return null;
        var all = ModelCapabilities.None;
        foreach (var (word, flag) in Flags)
            if (words.Contains(word)) all |= flag;
        return all;
    }

    /// <summary>What a model of this mode is for.</summary>
    public static ModelKind ToKind(string mode) => mode switch { "chat" => ModelKind.Chat, "embedding" => ModelKind.Embedding, _ => ModelKind.Other };

    /// <summary>What a request can need of a model, by the catalogue's words.</summary>
    public static readonly FrozenDictionary<string, ModelCapabilities> Needs =
        CapabilityWords.All.ToFrozenDictionary(w => w.Word, w => w.Capability, StringComparer.Ordinal);

    /// <summary>Routes used to write these words in camel case; those that are stored so are read so.</summary>
    public static string FromCamelCase(string word) => word switch
    {
        "structuredOutput" => "structured_output",
        "audioInput" => "audio_in",
        "audioOutput" => "audio_out",
        "imageOutput" => "image_out",
        _ => word,
    };

    /// <summary>What goes in: <c>text</c>, <c>image</c>, <c>file</c>, <c>audio</c>, <c>video</c>.</summary>
    public static IReadOnlyList<string> Inputs(string mode, ImmutableArray<string> words)
    {
        List<string> all = mode == "stt" ? ["audio"] : ["text"];
        if (words.Contains("vision") || words.Contains("image_in") || mode == "image_edit") all.Add("image");
        if (words.Contains("pdf")) all.Add("file");
        if (words.Contains("audio_in") && mode != "stt") all.Add("audio");
        if (words.Contains("video_in")) all.Add("video");
        return all;
    }

    /// <summary>What comes out: the same, and <c>vector</c> and <c>3d</c>.</summary>
    public static IReadOnlyList<string> Outputs(string mode, ImmutableArray<string> words)
    {
        List<string> all = mode switch
        {
            "image" or "image_edit" => ["image"],
            "tts" or "audio_gen" => ["audio"],
            "embedding" => ["vector"],
            "video" => ["video"],
            "3d" => ["3d"],
            _ => ["text"],
        };
        if (words.Contains("audio_out") && !all.Contains("audio")) all.Add("audio");
        if (words.Contains("image_out") && !all.Contains("image")) all.Add("image");
        return all;
    }
}
