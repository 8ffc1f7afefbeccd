using Parley.Chat.Pages.Personas;
using Parley.Chat.Personas;

namespace Parley.Tests.Chat.Pages;

public sealed class ReadableDiffTests
{
    [Fact]
    public void Every_kind_of_thing_is_told_in_words()
    {
        var before = new PersonaContent("Reader") { Traits = ["brief"], SystemPrompt = "One.\nTwo.", UsesMemory = true };
        var after = new PersonaContent("Editor") { Traits = ["brief", "kind"], SystemPrompt = "One.\nThree.", UsesMemory = false, Avatar = new PersonaAvatar(PersonaColor.Rose, "✎"), Model = "fast" };
        var changes = ReadableDiff.Between(before, after).ToDictionary(c => c.Label, c => string.Join('|', c.Lines.Select(l => l.Mark + l.Text)));
        Assert.Equal("-Reader|+Editor", changes["Name"]);
        Assert.Equal(" brief|+kind", changes["Manner"]);
        Assert.Equal(" One.|-Two.|+Three.", changes["Instructions"]);
        Assert.Equal("-on|+off", changes["Memory"]);
        Assert.Equal("+colour rose|+character ✎", changes["Picture"]);
        Assert.Equal("+fast", changes["Model"]);
        Assert.Equal(6, changes.Count);
        Assert.Empty(ReadableDiff.Between(after, after));
    }

    [Fact]
    public void What_stayed_far_from_a_change_is_one_mark()
    {
        var lines = Enumerable.Range(0, 12).Select(i => new DiffLine(i == 6 ? '+' : ' ', $"{i}")).ToList();
        Assert.Equal("…,4,5,6,7,8,…", string.Join(',', ReadableDiff.Shorten(lines).Select(l => l.Mark == '…' ? "…" : l.Text)));
    }
}
