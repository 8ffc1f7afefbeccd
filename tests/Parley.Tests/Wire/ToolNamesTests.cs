using System.Text.Json;
using Parley.Tests.Reliability;

namespace Parley.Tests.Wire;

/// <summary>Names of tools that the other side's vendors refuse: the vendor sees one that it takes, the caller its own.</summary>
[Collection(BesideOthers.Wishes), Trait("Pace", "slow")]
public sealed class ToolNamesTests(ReliabilityStage stage)
{
    private static readonly string Long = "mcp__" + new string('n', 95);

    public static TheoryData<string, string, bool> Translated
    {
        get
        {
            var rows = new TheoryData<string, string, bool>();
            foreach (var stream in new[] { true, false })
            {
                rows.Add("chat", "files.read", stream);
                rows.Add("chat", "größe/lesen", stream);
                rows.Add("messages", "files.read", stream);
                rows.Add("messages", Long, stream);
            }

            return rows;
        }
    }

    [Theory, MemberData(nameof(Translated))]
    public async Task The_caller_gets_its_own_name_back(string format, string name, bool stream)
    {
        var kind = format == "chat" ? "messages" : "chat";
        var body = await AskAsync(format, kind, name, stream);
        using var sent = JsonDocument.Parse(stage.Simulator.LastRequest!.BodyText);
        var tool = sent.RootElement.GetProperty("tools")[0];
        var known = (kind == "chat" ? tool.GetProperty("function") : tool).GetProperty("name").GetString()!;
        Assert.Matches(kind == "chat" ? "^[a-zA-Z0-9_-]{1,64}$" : "^[a-zA-Z0-9_-]{1,128}$", known);
        Assert.Contains($"\"name\":{JsonSerializer.Serialize(name, Relaxed)}", body, StringComparison.Ordinal);
        Assert.DoesNotContain(known, body, StringComparison.Ordinal);
    }

    /// <summary>The same format judges for itself: the bytes are the caller's.</summary>
    [Theory, InlineData("chat"), InlineData("messages")]
    public async Task The_same_format_carries_any_name(string format)
    {
        await AskAsync(format, format, "files.read", stream: true);
        Assert.Contains("\"name\":\"files.read\"", stage.Simulator.LastRequest!.BodyText, StringComparison.Ordinal);
    }

    private static JsonSerializerOptions Relaxed { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private async Task<string> AskAsync(string format, string kind, string name, bool stream)
    {
        object[] messages = [new { role = "user", content = "hello" }];
        var schema = new { type = "object", properties = new { path = new { type = "string" } } };
        object body = format == "chat"
            ? new { model = $"{kind}/tool-n3", stream, messages, tools = new[] { new { type = "function", function = new { name, parameters = schema } } } }
            : new { model = $"{kind}/tool-n3", stream, messages, max_tokens = 100, tools = new[] { new { name, input_schema = schema } } };
        using var request = WireCall.ToRequest(format == "chat" ? "/v1/chat/completions" : "/v1/messages", JsonSerializer.Serialize(body));
        using var response = await stage.Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return text;
    }
}
