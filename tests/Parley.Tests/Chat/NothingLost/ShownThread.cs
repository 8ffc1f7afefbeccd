using System.Text.Json;
using AngleSharp.Dom;

namespace Parley.Tests.Chat.NothingLost;

/// <summary>The messages of a tab, brought up to date by the rules of the page's script (thread.js): newer readings are put into what is there, tails are drawn.</summary>
internal sealed class ShownThread
{
    private readonly Dictionary<string, JsonElement> _tails = [];
    private readonly Dictionary<string, List<string>> _waiting = [];

    public List<ShownArticle> Articles { get; private set; } = [];

    public static List<ShownArticle> Read(IParentNode root) => [.. root.QuerySelectorAll("#thread > article").Select(ShownArticle.Read)];

    /// <summary>The page as it was loaded.</summary>
    public void Show(List<ShownArticle> articles) => Articles = articles;

    /// <summary>A newer reading. Older messages that were asked for stay; what stands behind its first is held to it.</summary>
    public void Merge(List<ShownArticle> next)
    {
        var first = next.Count == 0 ? -1 : Articles.FindIndex(have => have.Id == next[0].Id);
        Articles = [.. Articles.Take(Math.Max(first, 0)), .. next.Select(want => Articles.Find(have => have.Id == want.Id && have.Version == want.Version) ?? want)];
    }

    /// <summary>More of an answer, to be drawn with the next frame.</summary>
    public void Tail(JsonElement data)
    {
        var id = data.GetProperty("messageId").GetString()!;
        if (!data.TryGetProperty("html", out var html)) return;
        var blocks = html.GetProperty("blocks").EnumerateArray().Select(block => block.GetString()!);
        if (_tails.TryGetValue(id, out var known))
        {
            // Tails of one frame are one: it begins where the first did.
            var from = known.GetProperty("from").GetInt32();
            _waiting[id] = [.. _waiting[id].Take(html.GetProperty("from").GetInt32() - from), .. blocks];
            html = JsonSerializer.SerializeToElement(new { from, tail = html.GetProperty("tail").GetString(), rest = html.GetProperty("rest").GetString() });
        }
        else _waiting[id] = [.. blocks];

        _tails[id] = html;
    }

    /// <summary>Draws what waits. The thread has to be read anew when a message is missing, or some of its blocks.</summary>
    public (bool IsMissing, bool IsBehind) Draw()
    {
        var (isMissing, isBehind) = (false, false);
        foreach (var (id, html) in _tails.ToList())
        {
            if (Articles.Find(a => a.Id == id) is not { } shown)
            {
                isMissing = true;
                continue;
            }

            _tails.Remove(id);
            if (shown.Status != "streaming") continue;
            var from = html.GetProperty("from").GetInt32();
            if (from > shown.Blocks.Count)
            {
                isBehind = true;
                continue;
            }

            shown.Blocks.RemoveRange(from, shown.Blocks.Count - from);
            shown.Blocks.AddRange(_waiting[id]);
            shown.Tail = html.GetProperty("tail").GetString() + html.GetProperty("rest").GetString();
        }

        return (isMissing, isBehind);
    }

    public override string ToString() => string.Join("\n\n", Articles);
}
