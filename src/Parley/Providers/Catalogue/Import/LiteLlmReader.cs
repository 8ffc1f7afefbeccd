using System.Collections.Frozen;
using System.Text.Json;
using System.Text.RegularExpressions;
using Parley.Providers.Catalogue.Lines;
using Parley.Shared;

namespace Parley.Providers.Catalogue.Import;

/// <summary>Reads LiteLLM's <c>model_prices_and_context_window.json</c>: an object with a member for each model.</summary>
internal sealed partial class LiteLlmReader(string source, string asOf)
{
    /// <summary>LiteLLM's names of sellers, where the catalogue has others.</summary>
    private static readonly FrozenDictionary<string, string> Sellers = new Dictionary<string, string>
    {
        ["gemini"] = "google", ["together_ai"] = "together", ["cohere_chat"] = "cohere", ["text-completion-openai"] = "openai",
        ["bedrock_converse"] = "bedrock", ["text-completion-codestral"] = "mistral", ["codestral"] = "mistral",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly Dictionary<string, NumberedLine> _lines = new(StringComparer.Ordinal);
    private readonly List<RefusedLine> _refused = [], _passedOver = [];

    /// <summary>Throws a <see cref="UserError"/> when it is not such a file at all.</summary>
    public LinesRead Read(byte[] file)
    {
        try
        {
            ReadObject(file);
        }
        catch (JsonException problem)
        {
            throw new UserError($"The file is not JSON: line {problem.LineNumber + 1}, byte {problem.BytePositionInLine + 1}. Nothing was changed.", problem);
        }

        return new LinesRead([.. _lines.Values], _refused, _passedOver) { LeavesOut = true };
    }

    private void ReadObject(byte[] file)
    {
        ReadOnlySpan<byte> json = file;
        if (json.StartsWith("\uFEFF"u8)) json = json[3..];
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new UserError("The file is no JSON object with a member for each model. Nothing was changed.");
        var (line, counted) = (1, 0);
        Dictionary<string, int> seen = new(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            line += json[counted..(int)reader.TokenStartIndex].Count((byte)'\n');
            counted = (int)reader.TokenStartIndex;
            var name = reader.GetString()!;
            reader.Read();
            using var entry = JsonDocument.ParseValue(ref reader);
            if (name == "sample_spec") continue; // it explains the members
            if (!seen.TryAdd(name, line)) Refuse(line, $"{Shorten(name)} stands at line {seen[name]} already");
            else if (entry.RootElement.ValueKind != JsonValueKind.Object) Refuse(line, $"{Shorten(name)} is no object");
            else Add(line, name, new LiteLlmEntry(entry.RootElement));
        }

        reader.Read(); // throws for anything behind the object
    }

    private void Add(int number, string name, LiteLlmEntry entry)
    {
        if (SizeOfPicture().IsMatch(name))
        {
            _passedOver.Add(new RefusedLine(number, $"{Shorten(name)}: pictures by size"));
            return;
        }

        var (seller, model) = Names(name, entry.Text("litellm_provider"));
        var mode = entry.Text("mode");
        var lines = entry.Lines(new CatalogueLine
        {
            Provider = seller ?? "",
            Model = model,
            Mode = mode switch
            {
                null or "completion" or "responses" => "chat",
                "image_generation" => "image",
                "audio_speech" => "tts",
                "audio_transcription" => "stt",
                "video_generation" => "video",
                _ => mode,
            },
            Source = source,
            AsOf = asOf,
            Confidence = "C",
        }).ToList();
        if (seller is null) entry.Wrong("litellm_provider is missing");
        if (entry.Problem.Length > 0) Refuse(number, $"{Shorten(name)}: {entry.Problem}");
        else if (lines.Count == 0) _passedOver.Add(new RefusedLine(number, $"{Shorten(name)}: says nothing that is kept"));
        else foreach (var line in lines) Add(number, name, line);
    }

    private void Add(int number, string name, CatalogueLine line)
    {
        // The same rules as for a file of our own.
        try
        {
            CatalogueCsv.Parse(CatalogueCsv.Write(line));
        }
        catch (FormatException problem)
        {
            Refuse(number, $"{Shorten(name)}: {problem.Message}");
            return;
        }

        if (!_lines.TryAdd(line.Key, new NumberedLine(number, line)))
            _passedOver.Add(new RefusedLine(number, $"{Shorten(name)}: the same model as at line {_lines[line.Key].Number}"));
    }

    /// <summary><c>groq/llama</c> of seller groq is its model <c>llama</c>.</summary>
    private static (string? Seller, string Model) Names(string name, string? seller)
    {
        if (seller is null) return (null, name);
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var model = slash > 0 && slash < name.Length - 1 && Seller(name[..slash]) == Seller(seller) ? name[(slash + 1)..] : name;
        return (Seller(seller), model);
    }

    private static string Seller(string name) =>
        name.StartsWith("vertex_ai", StringComparison.Ordinal) ? "vertex_ai" : Sellers.GetValueOrDefault(name) ?? name;

    private void Refuse(int line, string reason) => _refused.Add(new RefusedLine(line, reason));

    private static string Shorten(string text) => text.Length <= 80 ? text : text[..80] + "...";

    [GeneratedRegex(@"\d+-x-\d+/")]
    private static partial Regex SizeOfPicture();
}
