using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Parley.Gateway.Messages;

namespace Parley.Fuzz.Oracles;

/// <summary>What an answer comes to, however it was told: the texts by kind, the calls, the reason, the usage, the sources.</summary>
internal sealed partial class Meaning
{
    private readonly Dictionary<BlockKind, StringBuilder> _texts = [];
    private readonly SortedDictionary<int, (BlockKind Kind, string Id, string Name, StringBuilder Said)> _calls = [];
    // In no order: blocks that are open at once may name theirs crosswise, and a whole answer tells them block by block.
    private readonly SortedDictionary<string, int> _sources = new(StringComparer.Ordinal);
    private FinishReason? _finish;
    private Usage? _usage;

    public void Take(in LlmEvent item)
    {
        switch (item.Kind)
        {
            case LlmEventKind.BlockStarted when item.BlockKind is BlockKind.ToolCall or BlockKind.CustomCall:
                _calls.Add(item.Block, (item.BlockKind, IdOf(item), item.Name.ToString(), new StringBuilder()));
                break;
            case LlmEventKind.Delta when item.BlockKind is BlockKind.ToolCall or BlockKind.CustomCall:
                _calls[item.Block].Said.Append(Raw(item.Text));
                break;
            case LlmEventKind.Delta:
                if (!_texts.TryGetValue(item.BlockKind, out var text)) _texts[item.BlockKind] = text = new StringBuilder();
                text.Append(Raw(item.Text));
                break;
            case LlmEventKind.Citation:
                var source = $"{item.Citation!.Url} {item.Citation.Title}\n";
                _sources[source] = _sources.GetValueOrDefault(source) + 1;
                break;
            case LlmEventKind.Finished: _finish = item.Finish; break;
            case LlmEventKind.Usage: _usage = item.Usage; break;
        }
    }

    public override string ToString()
    {
        var said = new StringBuilder();
        foreach (var (kind, text) in _texts.OrderBy(t => t.Key))
            if (text.Length > 0) said.Append(CultureInfo.InvariantCulture, $"{kind}: {Decoded(text)}\n");
        foreach (var (kind, id, name, text) in _calls.Values)
            said.Append(CultureInfo.InvariantCulture, $"\ncall {id} {name} {(kind == BlockKind.CustomCall ? Decoded(text) : Arguments(Decoded(text)))}\n");
        foreach (var (source, times) in _sources) said.Append(CultureInfo.InvariantCulture, $"{times} x {source}");
        return said.Append(_finish).Append(CultureInfo.InvariantCulture, $" in {_usage?.PromptTokens ?? 0} out {_usage?.CompletionTokens ?? 0}").ToString();
    }

    /// <summary>Arguments that are not one object may be told differently: where they end is anyone's guess.</summary>
    public static bool AreSame(string a, string b)
    {
        const string None = "(no object)";
        var (left, right) = (a.Split("\ncall "), b.Split("\ncall "));
        return left.Length == right.Length && left.Zip(right).All(pair => pair.First == pair.Second
            || (pair.First.Split('\n')[0].EndsWith(None, StringComparison.Ordinal) || pair.Second.Split('\n')[0].EndsWith(None, StringComparison.Ordinal)));
    }

    /// <summary>Ids that the product makes where the vendor gives none are random.</summary>
    private static string IdOf(in LlmEvent item) => item.Id.ToString() is var id && MadeId().IsMatch(id) ? "(made)" : id;

    [GeneratedRegex("^call_[A-Za-z0-9]{8,24}_[0-9]+$")]
    private static partial Regex MadeId();

    private static string Raw(JsonText text) => Encoding.UTF8.GetString(text.Escaped.Span);

    private static string Decoded(StringBuilder escaped) => JsonText.FromEscaped(Encoding.UTF8.GetBytes(escaped.ToString())).ToString();

    /// <summary>Arguments that are no object have no form in every format; those that are must be the same.</summary>
    private static string Arguments(string json)
    {
        if (string.IsNullOrWhiteSpace(json)) return "{}";
        try
        {
            var value = JsonElement.Parse(json, new JsonDocumentOptions { MaxDepth = 200 });
            if (value.ValueKind != JsonValueKind.Object || json.StartsWith("{\"INVALID_JSON\"", StringComparison.Ordinal)) return "(no object)";
            // Nothing is nothing, with or without white space inside: a whole answer of messages has one spelling for it.
            return value.EnumerateObject().MoveNext() ? json.Trim(' ', '\t', '\r', '\n') : "{}";
        }
        catch (JsonException)
        {
            return "(no object)";
        }
    }
}
