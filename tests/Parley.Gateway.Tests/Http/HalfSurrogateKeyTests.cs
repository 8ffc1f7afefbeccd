using System.Text;
using System.Text.RegularExpressions;
using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.Anthropic;
using Parley.Gateway.Dialects.OpenAiChat;
using Parley.Gateway.Http;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Http;

/// <summary>
/// A key that holds half a surrogate pair has no name, and the framework's reader throws for whoever asks for one. So a body that is taken apart is
/// refused at the door, in every format and wherever the key stands; readers need no guard of their own.
/// </summary>
public sealed partial class HalfSurrogateKeyTests
{
    private const string Chat = """
        {"model":"m","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"system","content":"s"},
        {"role":"user","content":[{"type":"text","text":"a"},{"type":"image_url","image_url":{"url":"https://h/a.png"}}]},
        {"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c","content":"r"}],
        "tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object","properties":{"a":{"enum":[{"x":1}]}}}}}],"tool_choice":{"type":"function","function":{"name":"f"}},
        "response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object","properties":{"b":{"type":"string"}}}}},"reasoning_effort":"low","store":true,"metadata":{"k":"v"}}
        """;

    private const string Messages = """
        {"model":"m","max_tokens":9,"system":[{"type":"text","text":"s","cache_control":{"type":"ephemeral"}}],"metadata":{"user_id":"u","other":1},
        "messages":[{"role":"user","content":[{"type":"image","source":{"type":"url","url":"https://h/a.png"}}]},
        {"role":"assistant","content":[{"type":"tool_use","id":"t","name":"f","input":{"a":{"b":1}}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"r"}]}],
        "tools":[{"name":"f","input_schema":{"type":"object","properties":{"a":{"type":"string"}}},"input_examples":[{"e":1}]}],"tool_choice":{"type":"tool","name":"f"},
        "thinking":{"type":"enabled","budget_tokens":1024},"output_config":{"effort":"low","format":{"type":"json_schema","schema":{"type":"object","properties":{"b":{"type":"string"}}}},"x":1},"service_tier":"auto"}
        """;

    [Theory]
    [InlineData("chat"), InlineData("messages")]
    public void It_is_refused_wherever_it_stands(string format)
    {
        IDialect dialect = format == "chat" ? new OpenAiChatDialect() : new AnthropicDialect();
        var body = format == "chat" ? Chat : Messages;
        Read(dialect, body); // what follows is refused for its keys only
        var tried = 0;
        foreach (Match key in Key().Matches(body))
        {
            var (start, name) = (key.Groups[1].Index, key.Groups[1].Value);
            // In place of the key, behind the beginning of it, and in a member of its own before and alone.
            foreach (var half in new[] { @"\ud83d", @"\ude00\ud83d", name[..(name.Length / 2)] + @"\ud83d", name + @"\udc00" })
            {
                Refused(body[..start] + half + body[(start + name.Length)..]);
                Refused(body[..start] + half + "\":1,\"" + body[start..]);
                Refused($"{body[..key.Index]}\"{name}\":{{\"{half}\":1}},\"behind\":{{}}{Rest(body[key.Index..])}");
            }
        }

        Assert.True(tried > 300);

        void Refused(string hostile)
        {
            tried++;
            var fault = Assert.Throws<GatewayFaultException>(() => Read(dialect, hostile)).Fault;
            Assert.Equal(400, fault.Status);
            Assert.Contains("not valid text", fault.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("chat"), InlineData("messages")]
    public void A_whole_pair_is_a_name_like_any_other(string format)
    {
        IDialect dialect = format == "chat" ? new OpenAiChatDialect() : new AnthropicDialect();
        var prompt = Read(dialect, (format == "chat" ? Chat : Messages).Insert(1, "\"\\ud83d\\ude00\":1,"));
        Assert.Contains("\U0001F600", prompt.Unshared);
    }

    /// <summary>What closes the objects and arrays that are open.</summary>
    private static string Rest(string tail) => ",\"rest\":" + tail[(tail.IndexOf(':', StringComparison.Ordinal) + 1)..];

    private static Prompt Read(IDialect dialect, string body) => PromptReader.Read(dialect, LlmOperation.Generate, Encoding.UTF8.GetBytes(body));

    [GeneratedRegex("\"([a-z_]+)\":")]
    private static partial Regex Key();
}
