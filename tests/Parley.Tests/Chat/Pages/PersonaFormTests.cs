using Microsoft.AspNetCore.Http;
using Parley.Chat.Pages.Personas;
using Parley.Chat.Personas;
using Parley.Ui;

namespace Parley.Tests.Chat.Pages;

public sealed class PersonaFormTests
{
    [Fact]
    public async Task A_form_is_understood_as_people_write_it()
    {
        var form = await FormAsync(("name", " Editor "), ("systemPrompt", "One.\r\nTwo."), ("traits", "precise; tactful,  brief,"), ("starters", "Shorten this\r\n\r\n Make it friendlier "),
            ("temperature", "0,4"), ("maxOutputTokens", "2000"), ("thinking", "on"), ("usesMemory", "on"), ("color", "amber"), ("glyph", "✎"), ("model", ""));
        var content = PersonaForm.Read(form, null);
        Assert.True(form.IsValid);
        Assert.Equal(("Editor", "One.\nTwo."), (content.Name, content.SystemPrompt));
        Assert.Equal(["precise", "tactful", "brief"], content.Traits);
        Assert.Equal(["Shorten this", "Make it friendlier"], content.Starters);
        Assert.Equal((0.4, (double?)null, 2000L), (content.Parameters!.Temperature, content.Parameters.TopP, content.Parameters.MaxOutputTokens));
        Assert.Equal(["thinking"], content.Capabilities);
        Assert.Equal((true, false), (content.UsesMemory, content.ProposesMemories));
        Assert.Equal(new PersonaAvatar(PersonaColor.Amber, "✎"), content.Avatar);
        Assert.Null(content.Model);
    }

    [Fact]
    public async Task What_is_wrong_is_said_at_its_field_in_words()
    {
        var form = await FormAsync(("name", " "), ("temperature", "warm"), ("topP", "3"), ("glyph", "ab"), ("traits", new string('x', 61)), ("description", new string('d', 501)));
        PersonaForm.Read(form, null);
        Assert.Equal("Give it a name.", form.Error("name"));
        Assert.Equal("Write a number, such as 0.4, or leave it empty.", form.Error("temperature"));
        Assert.Equal("This must be between 0 and 1.", form.Error("topP"));
        Assert.Equal("Use one character, such as a letter or an emoji.", form.Error("glyph"));
        Assert.Equal($"“{new string('x', 40)}…” must have 1 to 60 characters.", form.Error("traits"));
        Assert.Equal("This must have at most 500 characters.", form.Error("description"));
    }

    [Fact]
    public async Task A_draft_of_what_was_read_is_the_same_again()
    {
        var content = PersonaTemplates.All.First(t => t.Name == "Tutor") with { Model = "fast", Capabilities = ["thinking"] };
        var draft = PersonaDraft.Of(content);
        var form = await FormAsync(("name", draft.Name), ("description", draft.Description), ("systemPrompt", draft.SystemPrompt), ("traits", draft.Traits), ("greeting", draft.Greeting), ("starters", draft.Starters),
            ("model", draft.Model), ("temperature", draft.Temperature), ("topP", draft.TopP), ("maxOutputTokens", draft.MaxOutputTokens), ("thinking", "on"), ("usesMemory", "on"), ("proposesMemories", "on"), ("color", draft.Color), ("glyph", draft.Glyph));
        Assert.Equal(content.Tidy().Write(), PersonaForm.Read(form, null).Tidy().Write());
        Assert.True(form.IsValid);
    }

    private static Task<FormState> FormAsync(params (string Name, string Value)[] fields)
    {
        var context = new DefaultHttpContext();
        context.Request.ContentType = "application/x-www-form-urlencoded";
        context.Request.Form = new FormCollection(fields.ToDictionary(f => f.Name, f => new Microsoft.Extensions.Primitives.StringValues(f.Value)));
        return new FormState().ReadAsync(context);
    }
}
