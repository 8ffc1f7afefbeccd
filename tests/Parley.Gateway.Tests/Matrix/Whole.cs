using System.Text.Json;
using System.Text.Json.Nodes;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Matrix;

/// <summary>Writes answers as vendors do, by their documentation.</summary>
internal static class Whole
{
    public static string Of(WireFormat kind, Told told) => kind switch
    {
        WireFormat.Chat => Chat(told),
        WireFormat.Messages => Messages(told),
        WireFormat.Responses => Responses(told),
        _ => Gemini(told),
    };

    private static string Chat(Told told)
    {
        var message = new JsonObject { ["role"] = "assistant", ["content"] = Any(told.Joined("text")) };
        if (told.Joined("reasoning") is { Length: > 0 } reasoning) message["reasoning_content"] = reasoning;
        message["refusal"] = Any(told.Joined("refusal"));
        if (told.Blocks.Any(b => b.Kind == "image"))
            message["images"] = Nodes(told.Blocks.Where(b => b.Kind == "image"), b => new { type = "image_url", image_url = new { url = "data:image/png;base64," + b.Text } });
        if (told.Calls.Length > 0)
            message["tool_calls"] = Nodes(told.Calls, c => c.Kind == "custom"
                ? new { id = c.Id, type = "custom", custom = new { name = c.Name, input = c.Text } } : (object)new { id = c.Id, type = "function", function = new { name = c.Name, arguments = c.Text } });
        var finish = told.End switch { "calls" => "tool_calls", "filter" => "content_filter", var end => end };
        return Json(new
        {
            id = "chatcmpl-up1", @object = "chat.completion", created = 1700000000, model = "up", choices = new[] { new { index = 0, message, finish_reason = finish } },
            usage = new
            {
                prompt_tokens = told.Prompt, completion_tokens = told.Out, total_tokens = told.Prompt + told.Out,
                prompt_tokens_details = new { cached_tokens = told.Cached }, completion_tokens_details = new { reasoning_tokens = told.Reasoning },
            },
        });
    }

    private static string Messages(Told told) => Json(new
    {
        id = "msg_up1", type = "message", role = "assistant", model = "up", content = Nodes(told.Blocks.Where(b => b.Kind != "image"), b => b.Kind switch
        {
            "reasoning" => new { type = "thinking", thinking = b.Text, signature = "c2lnbmF0dXJl" },
            "call" => (object)new { type = "tool_use", id = b.Id, name = b.Name, input = JsonNode.Parse(b.Text) },
            "custom" => new { type = "tool_use", id = b.Id, name = b.Name, input = new { input = b.Text } },
            _ => new { type = "text", text = b.Text },
        }),
        stop_reason = told.End switch { "calls" => "tool_use", "length" => "max_tokens", "filter" => "refusal", _ => "end_turn" }, stop_sequence = (string?)null,
        usage = new { input_tokens = told.Prompt - told.Cached - told.Written, cache_read_input_tokens = told.Cached, cache_creation_input_tokens = told.Written, output_tokens = told.Out, output_tokens_details = new { thinking_tokens = told.Reasoning } },
    });

    private static string Responses(Told told) => Json(new
    {
        id = "resp_up1", @object = "response", created_at = 1700000000, status = told.End is "length" or "filter" ? "incomplete" : "completed", error = (object?)null,
        incomplete_details = told.End switch { "length" => new { reason = "max_output_tokens" }, "filter" => new { reason = "content_filter" }, _ => null }, model = "up",
        output = Nodes(told.Blocks.Select((b, i) => (b, i)), at => at.b.Kind switch
        {
            "reasoning" => new { id = $"rs_{at.i}", type = "reasoning", summary = new[] { new { type = "summary_text", text = at.b.Text } }, encrypted_content = "ZW5jcnlwdGVk" },
            "call" => new { id = $"fc_{at.i}", type = "function_call", call_id = at.b.Id, name = at.b.Name, arguments = at.b.Text, status = "completed" },
            "image" => new { id = $"ig_{at.i}", type = "image_generation_call", status = "completed", result = at.b.Text },
            "custom" => new { id = $"ctc_{at.i}", type = "custom_tool_call", status = "completed", call_id = at.b.Id, input = at.b.Text, name = at.b.Name },
            "refusal" => new { id = $"msg_{at.i}", type = "message", status = "completed", role = "assistant", content = new[] { new { type = "refusal", refusal = at.b.Text } } },
            _ => (object)new { id = $"msg_{at.i}", type = "message", status = "completed", role = "assistant", content = new[] { new { type = "output_text", text = at.b.Text, annotations = Array.Empty<int>() } } },
        }),
        usage = new
        {
            input_tokens = told.Prompt, input_tokens_details = new { cached_tokens = told.Cached }, output_tokens = told.Out,
            output_tokens_details = new { reasoning_tokens = told.Reasoning }, total_tokens = told.Prompt + told.Out,
        },
    });

    private static string Gemini(Told told) => Json(new
    {
        candidates = new[]
        {
            new
            {
                content = new
                {
                    role = "model", parts = Nodes(told.Blocks, b => b.Kind switch
                    {
                        "reasoning" => new { text = b.Text, thought = true },
                        "call" => new { functionCall = new { id = b.Id, name = b.Name, args = JsonNode.Parse(b.Text) }, thoughtSignature = "c2lnbmF0dXJl" },
                        "image" => new { inlineData = new { mimeType = "image/png", data = b.Text } },
                        "custom" => new { functionCall = new { id = b.Id, name = b.Name, args = new { input = b.Text } }, thoughtSignature = "c2lnbmF0dXJl" },
                        _ => (object)new { text = b.Text },
                    }),
                },
                finishReason = told.Finish switch { "length" => "MAX_TOKENS", "filter" => "SAFETY", _ => "STOP" }, index = 0,
            },
        },
        usageMetadata = new
        {
            promptTokenCount = told.Prompt, cachedContentTokenCount = told.Cached, candidatesTokenCount = told.Out - told.Reasoning,
            thoughtsTokenCount = told.Reasoning, totalTokenCount = told.Prompt + told.Out,
        },
        modelVersion = "up", responseId = "up1",
    });

    private static string? Any(string text) => text.Length > 0 ? text : null;

    private static JsonArray Nodes<T>(IEnumerable<T> items, Func<T, object> write) => new([.. items.Select(i => JsonSerializer.SerializeToNode(write(i)))]);

    private static string Json(object value) => JsonSerializer.Serialize(value);
}
