using Parley.Chat.Memory;

namespace Parley.Tests.Chat.Memory;

public sealed class MemoryChoiceTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_was_spoken_of_comes_before_what_is_new()
    {
        var dog = Memory("My dog Rex is afraid of storms", 300);
        var tea = Memory("I like green tea", 0);
        Assert.Equal([dog.Id, tea.Id], Chosen([tea, dog], "A storm comes, what about Rex?"));
        Assert.Equal([tea.Id, dog.Id], Chosen([tea, dog], "Hello"));
    }

    [Fact]
    public void A_rare_word_says_more_than_a_common_one()
    {
        List<MemoryCandidate> all = [.. Enumerable.Range(0, 9).Select(i => Memory($"I like number{i}", 10)), Memory("Lisbon was lovely", 10)];
        Assert.Equal(all[9].Id, Chosen(all, "I like Lisbon")[0]);
    }

    [Fact]
    public void Case_accents_and_scripts_without_blanks_are_no_matter()
    {
        var cafe = Memory("Ich trinke KAFFEE im Café", 100);
        var tokyo = Memory("私は東京に住んでいます", 100);
        var other = Memory("nothing of it", 0);
        Assert.Equal(cafe.Id, Chosen([other, cafe, tokyo], "kaffee im cafe?")[0]);
        Assert.Equal(cafe.Id, Chosen([other, cafe, tokyo], "cafe?")[0]);
        Assert.Equal(cafe.Id, Chosen([other, cafe, tokyo], "cafe\u0301?")[0]);
        Assert.Equal(tokyo.Id, Chosen([other, cafe, tokyo], "東京の天気は？")[0]);
    }

    [Fact]
    public void The_budget_is_kept_and_what_fits_behind_something_long_is_told()
    {
        var best = Memory("Rex Rex Rex", 0) with { Tokens = 60 };
        var big = Memory("Rex and much more", 0) with { Tokens = 50 };
        var small = Memory("tea", 0) with { Tokens = 40 };
        Assert.Equal([best.Id, small.Id], Choose([small, big, best], "Rex", 100).Select(m => m.Id));
        Assert.Empty(Choose([small], "tea", 39));
        Assert.Empty(Choose([], "tea", 39));
    }

    [Fact]
    public void Half_characters_and_signs_do_no_harm()
    {
        var all = new List<MemoryCandidate> { Memory("\ud83d", 1), Memory("!!!", 1), Memory("tea", 1) };
        Assert.Equal(3, Choose(all, "tea \udc00", 100).Count);
    }

    [Fact]
    public void The_same_in_other_letters_has_the_same_key()
    {
        Assert.Equal(MemoryKey.Of("I am vegetarian."), MemoryKey.Of("  i am  VEGETARIAN"));
        Assert.Equal(MemoryKey.Of("I like Café Zürich"), MemoryKey.Of("I like Cafe Zurich"));
        Assert.NotEqual(MemoryKey.Of("I am vegetarian"), MemoryKey.Of("I am not vegetarian"));
        Assert.NotEqual(MemoryKey.Of("☕"), MemoryKey.Of("🍵"));
    }

    [Fact]
    public void What_a_model_proposes_is_a_list_or_nothing()
    {
        Assert.Equal(["I live in Oslo", "I ski"], ProposalPrompt.Read("- I live in  Oslo\n\n- I ski\n- i ski\n"));
        Assert.Equal(ProposalPrompt.Most, ProposalPrompt.Read("- a\n- b\n- c\n- d").Count);
        Assert.Empty(ProposalPrompt.Read("NONE"));
        Assert.Empty(ProposalPrompt.Read("Here is what I found:\n- I live in Oslo"));
        Assert.Empty(ProposalPrompt.Read(""));
        Assert.Empty(ProposalPrompt.Read("- " + new string('x', 400)));
    }

    private static List<Guid> Chosen(IReadOnlyList<MemoryCandidate> all, string said) => [.. Choose(all, said, 1_000).Select(m => m.Id)];

    private static List<MemoryCandidate> Choose(IReadOnlyList<MemoryCandidate> all, string said, long budget) => MemoryChoice.Choose(all, MemoryRanks.ByWords(all, said), budget, Now);

    private static MemoryCandidate Memory(string text, int days) => new(Guid.CreateVersion7(Now.AddDays(-days)), text, Now.AddDays(-days), 10);
}
