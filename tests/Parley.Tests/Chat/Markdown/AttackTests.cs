using CsCheck;
using Parley.Chat.Markdown;

namespace Parley.Tests.Chat.Markdown;

/// <summary>Whatever a model or a person writes, nothing of it acts: the result is read as a browser reads it, and held to a list written here anew.</summary>
public sealed class AttackTests
{
    [Fact]
    public void Each_attack_alone_leaves_nothing_active()
    {
        Assert.True(Attacks.All.Length > 80);
        foreach (var attack in Attacks.All) AssertInert(attack, MarkdownRenderer.Render(attack));
    }

    [Fact]
    public void Attacks_in_each_others_middle_leave_nothing_active() =>
        Gen.Select(Law.AnyOf(Attacks.All), Law.AnyOf(Attacks.All), Gen.Int[0, 60]).Sample((outer, inner, at) =>
        {
            var text = outer.Insert(Math.Min(at, outer.Length), inner);
            AssertInert(text, MarkdownRenderer.Render(text));
        }, iter: 600);

    [Fact]
    public void Tails_are_as_inert_as_the_whole()
    {
        foreach (var attack in Attacks.All)
        {
            var markdown = new IncrementalMarkdown();
            foreach (var c in attack)
            {
                foreach (var block in markdown.Append([c])) AssertInert(attack, block.Html);
                AssertInert(attack, markdown.Tail().Html);
            }
        }
    }

    [Fact]
    public void The_sanitizer_alone_stops_what_a_renderer_would_let_through()
    {
        foreach (var attack in Attacks.All) AssertInert(attack, Parley.Chat.Markdown.Html.MarkdownSanitizer.Clean(attack));
    }

    private static void AssertInert(string attack, string html) => Assert.True(InertHtml.Fault(html) is not { } fault, $"{InertHtml.Fault(html)} from {attack}");
}
