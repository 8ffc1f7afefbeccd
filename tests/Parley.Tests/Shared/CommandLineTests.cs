using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Parley.Shared;

namespace Parley.Tests.Shared;

public sealed class CommandLineTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private string[]? _served;

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task Without_a_verb_it_serves_with_arguments_of_the_configuration()
    {
        Assert.Equal(0, await RunAsync("--urls", "http://localhost:0", "--data", "d", "--Parley:Metering:Durability", "Buffered", "--Logging:LogLevel:Default=Debug"));
        Assert.Equal(
            ["--Parley:DataFolder=d", "--Parley:Metering:Durability=Buffered", "--Logging:LogLevel:Default=Debug", "--urls=http://localhost:0"], _served!);
    }

    [Fact]
    public async Task Serve_is_the_same_as_no_verb()
    {
        Assert.Equal(0, await RunAsync("serve", "--database", "Host=x"));
        Assert.Equal(["--Parley:Database=Host=x"], _served!);
    }

    [Theory]
    [InlineData("kyes")]
    [InlineData("--dta", "x")]
    [InlineData("say")]
    [InlineData("--Parley:X")]
    [InlineData("say", "hello", "--throw", "user")]
    [InlineData("say", "hello", "--throw", "defect")]
    public async Task What_goes_wrong_is_one_line_and_exit_code_2(params string[] args)
    {
        Assert.Equal(2, await RunAsync(args));
        Assert.Null(_served);
        var line = Assert.Single(_error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("parley: ", line, StringComparison.Ordinal);
        Assert.Empty(_output.ToString());
    }

    [Theory]
    [InlineData("--data", "--data", ""), InlineData("--database", "--database", " "), InlineData("--urls", "--urls", ""), InlineData("--data", "say", "hello", "--data", "")]
    public async Task An_option_that_a_shell_left_empty_is_not_the_default(string option, params string[] args)
    {
        Assert.Equal(2, await RunAsync(args));
        Assert.Null(_served);
        Assert.StartsWith($"parley: {option} is given without a value; leave it out for the default.", _error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--data and --Parley:DataFolder", "--data", "d", "--Parley:DataFolder=e"), InlineData("--data and --Parley:DataFolder", "say", "hello", "--data", "d", "--parley:datafolder", "e")]
    [InlineData("--database and --Parley:Database", "--database", "Host=x", "--Parley:Database=Host=y")]
    public async Task One_setting_that_is_given_twice_differently_is_refused(string told, params string[] args)
    {
        Assert.Equal(2, await RunAsync(args));
        Assert.Null(_served);
        Assert.Contains($"{told} are the same setting", _error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Host=", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_setting_that_is_given_twice_alike_is_taken()
    {
        Assert.Equal(0, await RunAsync("--data", "d", "--Parley:DataFolder=d"));
        Assert.NotNull(_served);
    }

    [Theory]
    [InlineData("--count must be a whole number; \"abc\" is none.", "--count", "abc")]
    [InlineData("--count must be a whole number; \"1.5\" is none.", "--count", "1.5")]
    [InlineData("--count cannot be 99999999999: the number is out of range.", "--count", "99999999999")]
    [InlineData("--size must be a whole number; \"\" is none.", "--size", "")]
    [InlineData("--price must be a number; \"cheap\" is none.", "--price", "cheap")]
    [InlineData("TIMES must be a whole number; \"twice\" is none.", "twice")]
    public async Task A_value_of_the_wrong_kind_is_told_without_names_of_types(string says, params string[] args)
    {
        Assert.Equal(2, await RunAsync(["count", .. args]));
        Assert.Equal($"parley: {says} Run \"Parley count --help\" to see what there is.", Assert.Single(_error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Theory]
    [InlineData("\"kyes\" is no verb; the verbs are serve, say, count and group. Run \"Parley --help\" to see what there is.", "kyes", "create", "--name", "x")]
    [InlineData("\"ad\" is no verb of \"group\"; the verbs are add, list and more. Run \"Parley group --help\" to see what there is.", "group", "ad", "x")]
    [InlineData("\"--all\" is no option of \"group\"; the verbs are add, list and more. Run \"Parley group --help\" to see what there is.", "group", "--all")]
    [InlineData("\"group\" needs a verb: there are add, list and more. Run \"Parley group --help\" to see what there is.", "group")]
    [InlineData("\"ply_Ab12Cd34...\" is no verb of \"group\"; the verbs are add, list and more. Run \"Parley group --help\" to see what there is.", "group", "ply_Ab12Cd34_0123456789012345678901234567890123456789")]
    [InlineData("Unrecognized command or argument 'x'. Run \"Parley group list --help\" to see what there is.", "group", "list", "x")]
    public async Task An_unknown_verb_is_named_with_those_that_there_are(string says, params string[] args)
    {
        Assert.Equal(2, await RunAsync(args));
        Assert.Equal($"parley: {says}", Assert.Single(_error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Fact]
    public async Task A_module_adds_a_verb_below_anothers_and_options_of_all_reach_it()
    {
        Assert.Equal(0, await RunAsync("group", "more", "--data", "elsewhere"));
        Assert.Equal("prepared elsewhere\n", _output.ToString());
        Assert.Equal(2, await CommandLine.RunAsync(["more"], _ => Task.FromResult(0), new VerbHost((_, _) => { }, (_, _, _) => Task.CompletedTask) { Output = _output, Error = _error }, More));
        Assert.Contains("The verb more belongs below group, which no module has.", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_verb_sees_the_configuration_and_prepares_first()
    {
        Assert.Equal(0, await RunAsync("say", "hello", "--data", "folder"));
        Assert.Equal("prepared folder hello\n", _output.ToString());
    }

    private Task<int> RunAsync(params string[] args)
    {
        var host = new VerbHost(
            (services, configuration) => services.AddSingleton(configuration["Parley:DataFolder"] ?? "none"),
            async (_, _, _) => await _output.WriteAsync("prepared "))
        { Output = _output, Error = _error };
        return CommandLine.RunAsync(args, served => Task.FromResult((_served = served).Length * 0), host, Say, Count, Group, More);
    }

    private static Command Group(VerbHost host)
    {
        var (add, list) = (new Command("add") { new Argument<string>("NAME") }, new Command("list"));
        add.SetAction(_ => 0);
        list.SetAction(_ => 0);
        return new Command("group") { add, list };
    }

    private Command More(VerbHost host)
    {
        var more = new VerbBelow("group", "more", "Of another module.");
        more.SetAction((parsed, cancellationToken) => host.RunAsync(parsed, services => _output.WriteAsync(services.GetRequiredService<string>() + "\n"), cancellationToken));
        return more;
    }

    private static Command Count(VerbHost host)
    {
        var command = new Command("count")
        {
            new Option<int?>("--count"), new Option<long>("--size"), new Option<decimal?>("--price"), new Argument<int?>("TIMES") { Arity = ArgumentArity.ZeroOrOne },
        };
        command.SetAction(_ => 0);
        return command;
    }

    private Command Say(VerbHost host)
    {
        var word = new Argument<string>("WORD");
        var fail = new Option<string?>("--throw");
        var command = new Command("say") { word, fail };
        command.SetAction((parsed, cancellationToken) =>
        {
            if (parsed.GetValue(fail) is "user") throw new UserError("first\nsecond");
            if (parsed.GetValue(fail) is "defect") throw new InvalidCastException("first\nsecond");
            return host.RunAsync(parsed, services => _output.WriteAsync($"{services.GetRequiredService<string>()} {parsed.GetValue(word)}\n"), cancellationToken);
        });
        return command;
    }
}
