using System.Text.Json;
using Parley.Gateway.Messages;
using Parley.Gateway.Ports;

namespace Parley.Gateway.Pipeline;

/// <summary>Estimates how many tokens a prompt takes, for upstreams that do not say. Off the hot path.</summary>
internal static class PromptTokens
{
    /// <summary>Tokens that the framing of one message costs, by OpenAI's cookbook on counting tokens for chat models.</summary>
    private const int PerMessage = 4;

    /// <summary>What an image costs where its size is unknown: OpenAI's high-detail 1024 x 1024 picture (85 + 4 x 170).</summary>
    private const int PerImage = 765;

    /// <summary>What a document costs where its pages are unknown: a page, by Anthropic's guide to PDFs (1,500 to 3,000).</summary>
    private const int PerDocument = 2000;

    /// <summary>The estimate; 0 for a prompt that cannot be read.</summary>
    public static long Estimate(LlmRequest request, string model, ITokenEstimator estimator)
    {
        try
        {
            return request.ReadPrompt is null ? OfJson(request.Body.Span, model, estimator) : OfPrompt(request.Prompt, model, estimator);
        }
        catch (GatewayFaultException)
        {
            return OfJson(request.Body.Span, model, estimator);
        }
    }

    private static long OfPrompt(Prompt prompt, string model, ITokenEstimator estimator)
    {
        long tokens = prompt.System.Sum(part => estimator.Count(model, part.Text) + PerMessage);
        foreach (var turn in prompt.Turns) tokens += PerMessage + turn.Parts.Sum(part => OfPart(part, model, estimator));
        foreach (var tool in prompt.Tools)
        {
            tokens += PerMessage + estimator.Count(model, tool.Name) + estimator.Count(model, tool.Description);
            if (tool.Schema.ValueKind != JsonValueKind.Undefined) tokens += estimator.Count(model, tool.Schema.GetRawText());
        }

        return tokens;
    }

    private static long OfPart(ContentPart part, string model, ITokenEstimator estimator) => part switch
    {
        TextPart text => estimator.Count(model, text.Text),
        RefusalPart refusal => estimator.Count(model, refusal.Text),
        ReasoningPart reasoning => estimator.Count(model, reasoning.Text),
        ToolCallPart call => PerMessage + estimator.Count(model, call.Name) + estimator.Count(model, call.Arguments),
        ToolResultPart result => PerMessage + result.Content.Sum(inner => OfPart(inner, model, estimator)),
        DocumentPart { Source: TextSource text } => estimator.Count(model, text.Text),
        DocumentPart => PerDocument,
        ImagePart or GeneratedImagePart => PerImage,
        _ => 0,
    };

    /// <summary>All strings of a body that no reader understands (embeddings input, for example).</summary>
    private static long OfJson(ReadOnlySpan<byte> body, string model, ITokenEstimator estimator)
    {
        var tokens = 0L;
        var reader = new Utf8JsonReader(body);
        try
        {
            while (reader.Read())
                if (reader.TokenType == JsonTokenType.String) tokens += estimator.Count(model, reader.GetString());
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            // Text that is no valid UTF-8 was sent on as it came; what could be read is the estimate.
        }

        return tokens;
    }
}
