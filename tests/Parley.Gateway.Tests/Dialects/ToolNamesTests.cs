using System.Text.Json;
using System.Text.RegularExpressions;
using CsCheck;
using Parley.Gateway.Dialects;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Dialects;

public sealed class ToolNamesTests
{
    private static readonly string Long = "mcp__a_server_with_a_long_name__" + new string('x', 60);

    [Theory]
    [InlineData("get_weather"), InlineData("A-b_9"), InlineData("a")]
    public void Names_that_every_vendor_takes_are_left_alone(string name)
    {
        var prompt = Asking(name);
        var same = prompt;
        Assert.Null(ToolNames.Fit(ref same, 64));
        Assert.Same(prompt, same);
    }

    [Fact]
    public void The_length_is_the_vendors()
    {
        var prompt = Asking(Long);
        Assert.Null(ToolNames.Fit(ref prompt, 128));
        Assert.NotNull(ToolNames.Fit(ref prompt, 64));
        Assert.Equal(64, prompt.Tools[0].Name.Length);
    }

    [Fact]
    public void A_name_is_the_same_wherever_it_stands_and_the_callers_prompt_stays_as_it_was()
    {
        var callers = Asking("files.read");
        var prompt = callers;
        var names = ToolNames.Fit(ref prompt, 64)!;
        var sent = prompt.Tools[0].Name;
        Assert.Matches("^files_read_[0-9a-f]{8}$", sent);
        Assert.Equal((sent, sent), (prompt.ToolChoice!.Name, ((ToolCallPart)prompt.Turns[0].Parts[0]).Name));
        Assert.Equal(("files.read", "files.read"), (callers.Tools[0].Name, ((ToolCallPart)callers.Turns[0].Parts[0]).Name));
        Assert.Equal("files.read", names.Restore(JsonText.From(sent)).ToString());
        Assert.Equal("made_up", names.Restore(JsonText.From("made_up")).ToString());
    }

    [Fact]
    public void Names_that_differ_only_in_what_is_refused_or_cut_stay_different()
    {
        var prompt = new Prompt { Tools = [Tool("a.b"), Tool("a/b"), Tool("a b"), Tool("a_b"), Tool(Long + "1"), Tool(Long + "2")] };
        var callers = prompt.Tools.ConvertAll(t => t.Name);
        var names = ToolNames.Fit(ref prompt, 64)!;
        Assert.Equal(callers.Count, prompt.Tools.Select(t => t.Name).Distinct().Count());
        Assert.Equal("a_b", prompt.Tools[3].Name);
        Assert.Equal(callers, prompt.Tools.Select(t => names.Restore(JsonText.From(t.Name)).ToString()));
    }

    [Fact]
    public void Any_name_gets_there_and_back() => Gen.Select(Gen.String[1, 200], Gen.Int[64, 128]).Sample((name, longest) =>
    {
        if (name.Any(char.IsSurrogate)) return; // no reader of requests lets half of a pair through
        var prompt = Asking(name);
        var names = ToolNames.Fit(ref prompt, longest);
        var again = Asking(name);
        _ = ToolNames.Fit(ref again, longest);
        var sent = prompt.Tools[0].Name;
        Assert.Matches(new Regex($"^[a-zA-Z0-9_-]{{1,{longest}}}$"), sent);
        Assert.Equal(sent, again.Tools[0].Name);
        Assert.Equal(name, names is null ? sent : names.Restore(JsonText.From(sent)).ToString());
    });

    private static Prompt Asking(string name) => new()
    {
        Tools = [Tool(name)],
        ToolChoice = new ToolChoice(ToolChoiceMode.Named, name),
        Turns = [new Turn(TurnRole.Assistant, [new ToolCallPart("c1", name, "{}")])],
    };

    private static ToolDefinition Tool(string name) => new(name, null, default(JsonElement));
}
