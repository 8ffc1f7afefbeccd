using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Parley.Gateway.Dialects;
using Parley.Gateway.Messages;
using Parley.Gateway.Routing;
using Parley.Gateway.Tests.Dialects.OpenAiResponses;
using Parley.Gateway.Tests.Matrix.Folds;
using Parley.Gateway.Tests.Matrix.Laws;

namespace Parley.Gateway.Tests.Dialects.Pairs.CustomTools;

/// <summary>
/// Custom tools in all pairs: <c>request.x.json</c> reaches vendors as <c>request.x.over-y.txt</c>; <c>y.sse</c> and <c>y.json</c>, in which
/// the model calls one of them and a function, reach clients as <c>y.sse.x.txt</c> and <c>y.json.x.txt</c>. <c>y</c> with <c>-custom</c> is OpenAI, that without it a compatible server.
/// </summary>
public sealed class CustomToolPairTests
{
    /// <summary>What the model wants to say in all answers.</summary>
    private const string Patch = "*** Begin Patch\n+say \"hé😀\"\t\\o/\n*** End Patch";

    private static readonly Golden Files = new(Path.Combine("Pairs", "CustomTools"));
    private static readonly HashSet<string> Tools = ["apply_patch", "when", "note"];

    private static readonly Dictionary<string, (WireFormat Kind, string Address, string Model)> Vendors = new()
    {
        ["messages"] = (WireFormat.Messages, "https://api.anthropic.com", "claude-sonnet-4-5"),
        ["gemini"] = (WireFormat.Gemini, "https://generativelanguage.googleapis.com", "gemini-3-pro"),
        ["chat"] = (WireFormat.Chat, "https://api.example.com/v1", "m"),
        ["chat-custom"] = (WireFormat.Chat, "https://api.openai.com/v1", "gpt-5"),
        ["responses"] = (WireFormat.Responses, "https://api.example.com/v1", "m"),
        ["responses-custom"] = (WireFormat.Responses, "https://api.openai.com/v1", "gpt-5"),
    };

    public static TheoryData<WireFormat, string> Pairs
    {
        get
        {
            var data = new TheoryData<WireFormat, string>();
            foreach (var client in new[] { WireFormat.Chat, WireFormat.Responses })
                foreach (var vendor in Vendors) data.Add(client, vendor.Key);
            return data;
        }
    }

    [Theory, MemberData(nameof(Pairs))]
    public void A_request_reaches_the_vendor_in_its_own_words(WireFormat client, string vendor)
    {
        var (kind, address, model) = Vendors[vendor];
        using var body = JsonDocument.Parse(Files.Bytes($"request.{client.Name()}.json"));
        var target = new UpstreamTarget(new UpstreamConfig { Name = "u", Kind = kind.Name(), BaseUrl = new Uri(address) }, model);
        var output = new ArrayBufferWriter<byte>();
        var dropped = Pair.DialectOf(kind).WriteRequest(Pair.Served(client).ReadRequest(body.RootElement), target, stream: false, output);
        AssertSame($"request.{client.Name()}.over-{vendor}.txt", Shown.Of(output.WrittenMemory, dropped) + "\n");
        Assert.Empty(dropped);
    }

    [Theory, MemberData(nameof(Pairs))]
    public void An_answer_reaches_the_client_in_its_own_words(WireFormat client, string vendor)
    {
        var stream = Answer(client, vendor, ".sse");
        var whole = Answer(client, vendor, ".json");
        AssertSame($"{vendor}.sse.{client.Name()}.txt", stream);
        AssertSame($"{vendor}.json.{client.Name()}.txt", whole + "\n");
        if (client == WireFormat.Responses) StreamLaws.Assert(stream);
        Pair.AssertFolds(client, stream, whole);
        Assert.Equal([Patch], Inputs(JsonNode.Parse(whole)!));
        Assert.Equal([Patch], Inputs(Fold.Of(client, stream)));
    }

    /// <summary>Who did not define the tool as a custom one gets a call of a function.</summary>
    [Theory, InlineData("messages.sse"), InlineData("messages.json")]
    public void A_tool_of_the_same_shape_that_is_none_stays_a_function(string name)
    {
        var events = Files.Read(name, Pair.DialectOf(WireFormat.Messages)).Events.ToArray();
        Assert.Equal([BlockKind.Text, BlockKind.ToolCall, BlockKind.ToolCall], events.Where(e => e.Kind == LlmEventKind.BlockStarted).Select(e => e.BlockKind));
        Assert.Empty(Inputs(JsonNode.Parse(Pair.WriteWhole(WireFormat.Responses, events))!));
    }

    private static string Answer(WireFormat client, string vendor, string form)
    {
        var isStream = form == ".sse";
        var dialect = Pair.DialectOf(Vendors[vendor].Kind);
        var reader = new CustomCallReader(isStream ? dialect.CreateStreamReader() : dialect.CreateWholeReader(), Tools);
        var identity = new AnswerIdentity("req_01abc", "asked-model", DateTimeOffset.FromUnixTimeSeconds(1700000000));
        var writer = isStream ? Pair.Served(client).CreateStreamWriter(identity, includeUsage: true) : Pair.Served(client).CreateWholeWriter(identity);
        var output = new ArrayBufferWriter<byte>();
        var events = new EventBatch();
        foreach (var (type, data) in isStream ? Golden.Frames(Files.Text(vendor + form)) : [([], Files.Bytes(vendor + form))])
        {
            events.Clear();
            reader.Read(type, data, events);
            Write();
        }

        events.Clear();
        reader.End(events);
        Write();
        return Encoding.UTF8.GetString(output.WrittenSpan);

        // Texts of an event last until the next frame: they are written at once, as the gateway does it.
        void Write()
        {
            foreach (ref readonly var item in events.Events) writer.Write(item, output);
        }
    }

    private static List<string> Inputs(JsonNode answer)
    {
        var calls = answer["output"]?.AsArray().Where(i => i!["type"]!.ToString() == "custom_tool_call")
            ?? answer["choices"]![0]!["message"]!["tool_calls"]!.AsArray().Where(c => c!["type"]!.ToString() == "custom").Select(c => c!["custom"]);
        return [.. calls.Select(c => c!["input"]!.ToString())];
    }

    private static void AssertSame(string file, string text) => Assert.True(Files.Has(file) && Files.Text(file) == text, $"{file}:\n{text}");
}
