using System.Text;
using Parley.Chat.Markdown;
using Parley.Fuzz.Engine;
using Parley.Fuzz.Oracles;
using Parley.Tests.Chat.Markdown;

namespace Parley.Fuzz.Targets;

/// <summary>Markdown of models and people: in any chunks the HTML of the whole, and nothing in it that acts, at no moment of the stream.</summary>
internal sealed class MarkdownTarget : Target
{
    /// <summary>Longer ones only take longer: the work grows with the length.</summary>
    private const int Longest = 32 * 1024;

    private static readonly string[] s_samples =
    [
        "# Plan\n\nSome **bold**, *leaning*, `code`, ~~gone~~ and [a link](https://example.org 'title').\n\n- one\n- two\n  - nested\n\n    a paragraph of it\n\n1. first\n2. second\n",
        "```python\ndef f(x):\n    return x < 2\n\n```\n\n    indented\n\n~~~\nopen", "| a | b |\n|:--|--:|\n| 1 | `2|3` |\n\n> quoted\nlazy\n> - list\n\n---\n\nSetext\n===\n",
        "It is $x^2$ and \\(y\\).\n\n$$\n\\frac{1}{2}\n$$\n\n\\[\nz\n\\]\n\n- [x] done\n- [ ] open\n", "[ref], [other][ref] and ![image][ref]\n\n[ref]: https://example.org 'of it'\n\n[ref]", "a<br>b\\\nc  \nd &amp; &#60; <https://example.org> www.example.org x@example.org",
        "Water boils.[^1] Wow![^b]\n\n[^1]: At 100 °C.\n\n    At sea level.\n[^b]: see [^1]\n\n[text][^1] [^1](x)", "***bold** leaning*, __a__b, 日本語**強調**です 🚀👩‍👩‍👧\n\n* * *\n* a\n\n\n  b\n+ c\n", "![a](/api/v1/files/01980f5e-3b1a-7c22-9a44-5f3e8d2c1b0a/content) ![b](https://example.org/x.png)",
    ];

    public override string Name => "markdown";

    public override int ShortRun => 700;

    public override IEnumerable<byte[]> Seeds => s_samples.Concat(Attacks.All).Select(Encoding.UTF8.GetBytes);

    public override void Run(ReadOnlyMemory<byte> input)
    {
        var markdown = new IncrementalMarkdown();
        markdown.Append(Read(input));
        _ = markdown.Tail();
        markdown.Complete();
    }

    public override void Judge(ReadOnlyMemory<byte> input)
    {
        var text = Read(input);
        var whole = Whole(text);
        Grammar.Law(InertHtml.Fault(whole) is not { } fault, $"acts: {InertHtml.Fault(whole)}");
        foreach (var size in (int[])[0, 1, -1])
        {
            if (size == 1 && text.Length > 1_500) continue;
            Grammar.Law(InChunks(text, size) == whole, $"the whole and its chunks differ, cut {size}");
        }
    }

    /// <summary>What the parser alone makes of it; what it finds too deeply nested to write is shown plain, piece by piece, and only the chunks are compared.</summary>
    private static string Whole(string text)
    {
        try
        {
            return OneShot.Of(text);
        }
        catch (ArgumentException)
        {
            return MarkdownRenderer.Render(text);
        }
    }

    private static string InChunks(string text, int size)
    {
        var markdown = new IncrementalMarkdown();
        var blocks = new SortedDictionary<int, string>();
        var state = (uint)text.Length * 2654435761;
        for (var at = 0; at < text.Length;)
        {
            state = (state * 1664525) + 1013904223;
            var length = Math.Min(size switch { 0 => text.Length, < 0 => 1 + ((int)(state >> 8) % 97), _ => size }, text.Length - at);
            foreach (var block in markdown.Append(text.AsSpan(at, length)))
            {
                Grammar.Law(block.Index == blocks.Count, "a piece changed before the end");
                blocks.Add(block.Index, block.Html);
            }

            // Some of the tails: each costs as much as the whole.
            if (state % 8 == 0 || size == 0) Grammar.Law(InertHtml.Fault(markdown.Tail().Html) is not { } fault, $"the tail acts: {InertHtml.Fault(markdown.Tail().Html)}");
            at += length;
        }

        foreach (var block in markdown.Complete()) blocks[block.Index] = block.Html;
        return string.Concat(blocks.Values);
    }

    private static string Read(ReadOnlyMemory<byte> input) => Encoding.UTF8.GetString(input.Span[..Math.Min(input.Length, Longest)]);
}
