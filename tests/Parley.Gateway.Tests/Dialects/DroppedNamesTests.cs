using System.Buffers;
using System.Text.Json;
using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.Anthropic;
using Parley.Gateway.Dialects.Gemini;
using Parley.Gateway.Dialects.OpenAiChat;
using Parley.Gateway.Dialects.OpenAiResponses;

namespace Parley.Gateway.Tests.Dialects;

public sealed class DroppedNamesTests
{
    [Fact]
    public void Parts_of_responses_are_named_as_their_callers_spell_them() => Assert.Equal(
        ["input.content.detail", "input.content.input_audio", "input.reasoning"],
        Dropped(new OpenAiResponsesDialect(), new AnthropicDialect(), """
            {"model":"m","input":[{"role":"user","content":[{"type":"input_image","detail":"low","image_url":"https://example.com/a.png"},{"type":"input_audio","input_audio":{"data":"UklGRg==","format":"wav"}}]},
              {"type":"reasoning","summary":[{"type":"summary_text","text":"So."}]},{"role":"assistant","content":"A"},{"role":"user","content":"B"}]}
            """));

    [Fact]
    public void Gemini_names_earlier_reasoning_as_its_callers_spell_it()
    {
        Assert.Equal(["input.reasoning"], Dropped(new OpenAiResponsesDialect(), new GeminiDialect(),
            """{"model":"m","input":[{"role":"user","content":"Q"},{"type":"reasoning","summary":[{"type":"summary_text","text":"So."}]},{"role":"assistant","content":"A"},{"role":"user","content":"B"}]}"""));
        Assert.Equal(["messages.content.thinking"], Dropped(new AnthropicDialect(), new GeminiDialect(),
            """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"Q"},{"role":"assistant","content":[{"type":"thinking","thinking":"So."},{"type":"text","text":"A"}]},{"role":"user","content":"B"}]}"""));
    }

    [Fact]
    public void Files_of_chat_are_files() => Assert.Equal(
        ["messages.content.file.file_id"],
        Dropped(new OpenAiChatDialect(), new GeminiDialect(), """{"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"Q"},{"type":"file","file":{"file_id":"f-1"}}]}]}"""));

    private static IReadOnlyCollection<string> Dropped(IDialect client, IUpstreamDialect upstream, string body)
    {
        using var json = JsonDocument.Parse(body);
        return upstream.WriteRequest(client.ReadRequest(json.RootElement), Requests.Target("m", "any"), stream: false, new ArrayBufferWriter<byte>());
    }
}
