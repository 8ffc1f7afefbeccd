using Parley.Chat.Personas;

namespace Parley.Tests.Chat.Personas;

public sealed class PersonaDiffTests
{
    [Fact]
    public void Fields_that_differ_are_told_with_before_and_after()
    {
        var before = new PersonaContent("Editor") { Traits = ["precise"], SystemPrompt = "One.\nTwo.\nThree." };
        var changes = PersonaDiff.Between(before, before with { Name = "Reader", SystemPrompt = "One.\nThree.\nFour." });
        Assert.Equal(["name", "systemPrompt"], changes.Select(c => c.Field));
        Assert.Equal(("Editor", "Reader"), (changes[0].Before!.Value.GetString(), changes[0].After!.Value.GetString()));
        Assert.Null(changes[0].Lines);
        Assert.Equal([" One.", "-Two.", " Three.", "+Four."], changes[1].Lines);
        Assert.Empty(PersonaDiff.Between(before, before with { Traits = ["precise"] }));
    }

    [Theory]
    [InlineData("", "a b")]
    [InlineData("a b c", "")]
    [InlineData("a b c d", "b x d y")]
    [InlineData("a a b", "a b b a")]
    public void The_lines_lead_from_one_to_the_other(string before, string after)
    {
        var (a, b) = (Split(before), Split(after));
        var lines = PersonaDiff.Lines(a, b);
        Assert.Equal(a, lines.Where(l => l[0] != '+').Select(l => l[1..]));
        Assert.Equal(b, lines.Where(l => l[0] != '-').Select(l => l[1..]));
    }

    [Fact]
    public void Every_template_is_a_persona_that_could_be_made()
    {
        Assert.All(PersonaTemplates.All.Append(PersonaTemplates.Default), t => Assert.Empty(t.Mistakes()));
        Assert.All(PersonaTemplates.All.Append(PersonaTemplates.Default), t => Assert.Equal(t.Tidy().Write(), PersonaContent.Read(t.Write()).Tidy().Write()));
    }

    private static string[] Split(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
