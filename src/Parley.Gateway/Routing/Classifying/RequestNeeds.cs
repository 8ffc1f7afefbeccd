using System.Buffers.Text;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Routing.Classifying;

/// <summary>What a request needs of a model, read from its bytes: no document is made of it, and the prompt is not taken apart.</summary>
/// <param name="Capabilities">What the model must be able to do.</param>
/// <param name="MaxOutput">Most tokens of the answer that the caller asks for; null when it said nothing.</param>
internal readonly record struct RequestNeeds(ModelCapabilities Capabilities, long? MaxOutput)
{
    /// <summary>Without these a vendor refuses the request; the others it can be answered without.</summary>
    public const ModelCapabilities Hard = ModelCapabilities.Vision | ModelCapabilities.Pdf | ModelCapabilities.AudioInput | ModelCapabilities.Tools;

    /// <summary>Reads the members of the body, in any of the formats that callers speak. Forms and media operations need nothing that could be read here.</summary>
    public static RequestNeeds Read(LlmRequest request)
    {
        if (request.Body.IsEmpty || !request.Operation.IsOfConversation()) return default;
        var needs = ModelCapabilities.None;
        long? most = null;
        var body = request.Body.Span;
        var json = new JsonScanner(body);
        if (!json.TryTake((byte)'{') || json.Peek() == (byte)'}') return default;
        do
        {
            if (!json.TryTakeString(out var name) || !json.TryTake((byte)':')) break;
            json.Peek();
            var start = json.Position;
            if (!json.TrySkipValue(1)) break;
            var value = body[start..json.Position];
            switch (name)
            {
                case [_, .. var inner, _] when inner.SequenceEqual("messages"u8) || inner.SequenceEqual("input"u8):
                    needs |= OfParts(value);
                    break;
                case [_, .. var inner, _] when inner.SequenceEqual("tools"u8) || inner.SequenceEqual("functions"u8):
                    if (value.Contains((byte)'{')) needs |= ModelCapabilities.Tools;
                    break;
                case [_, .. var inner, _] when inner.SequenceEqual("max_tokens"u8) || inner.SequenceEqual("max_completion_tokens"u8) || inner.SequenceEqual("max_output_tokens"u8):
                    if (Utf8Parser.TryParse(value, out long number, out _) && number > 0) most = number;
                    break;
                case [_, .. var inner, _] when inner.SequenceEqual("response_format"u8) || inner.SequenceEqual("text"u8) || inner.SequenceEqual("output_format"u8) || inner.SequenceEqual("output_config"u8):
                    if (value.IndexOf("\"json_schema\""u8) >= 0) needs |= ModelCapabilities.StructuredOutput;
                    break;
                case [_, .. var inner, _] when inner.SequenceEqual("reasoning_effort"u8) || inner.SequenceEqual("reasoning"u8) || inner.SequenceEqual("thinking"u8):
                    if (!value.SequenceEqual("null"u8) && value.IndexOf("\"none\""u8) < 0 && value.IndexOf("\"disabled\""u8) < 0) needs |= ModelCapabilities.Reasoning;
                    break;
            }
        }
        while (json.TryTake((byte)','));
        return new RequestNeeds(needs, most);
    }

    /// <summary>By the types of the parts. What stands inside a string has its quotes escaped, so it is not found.</summary>
    private static ModelCapabilities OfParts(ReadOnlySpan<byte> conversation)
    {
        var needs = ModelCapabilities.None;
        while (conversation.IndexOf("\"type\""u8) is >= 0 and var at)
        {
            conversation = conversation[(at + 6)..];
            var json = new JsonScanner(conversation);
            if (!json.TryTake((byte)':') || !json.TryTakeString(out var type)) continue;
            if (type.SequenceEqual("\"image_url\""u8) || type.SequenceEqual("\"input_image\""u8) || type.SequenceEqual("\"image\""u8)) needs |= ModelCapabilities.Vision;
            else if (type.SequenceEqual("\"document\""u8) || type.SequenceEqual("\"input_file\""u8) || type.SequenceEqual("\"file\""u8)) needs |= ModelCapabilities.Pdf;
            else if (type.SequenceEqual("\"input_audio\""u8)) needs |= ModelCapabilities.AudioInput;
        }

        return needs;
    }
}
