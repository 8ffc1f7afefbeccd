using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;
using Parley.Shared;

namespace Parley.Api.Requests;

/// <summary>The JSON body that an operation takes.</summary>
/// <param name="type">What it is read as.</param>
/// <param name="isOptional">The operation works without one.</param>
/// <param name="isPatch">A merge patch: rules hold for what it makes, not for itself.</param>
internal sealed class BodyForm(Type type, bool isOptional, bool isPatch)
{
    private static ReadOnlySpan<byte> Mark => "\uFEFF"u8;

    /// <summary>Null for operations without a body, or with one that is no JSON.</summary>
    public static BodyForm? Of(Endpoint operation) =>
        operation.Metadata.GetMetadata<IAcceptsMetadata>() is { RequestType: { } type } accepts && accepts.ContentTypes.Contains("application/json")
            ? new(type, accepts.IsOptional, accepts.ContentTypes.Contains(MergePatch.ContentType))
            : null;

    public static bool IsReadable(HttpRequest request) =>
        request.HasJsonContentType() && (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase));

    /// <summary>Tells everything that is wrong with a body. Pure.</summary>
    public void Check(ReadOnlyMemory<byte> body, Mistakes mistakes)
    {
        if (body.Span.StartsWith(Mark)) body = body[Mark.Length..];
        if (body.Span.Trim(" \t\r\n"u8).IsEmpty)
        {
            if (!isOptional) mistakes.Add("body", Problems.NoBody);
            return;
        }

        try
        {
            var read = JsonSerializer.Deserialize(body.Span, type, StrictJson.Options);
            if (read is null && !isOptional) mistakes.Add("body", Problems.NoBody);
            Ask(read, mistakes);
            // Rules tell it in words of their own.
            if (!mistakes.Any) NoText.Look(body, mistakes);
        }
        catch (JsonException wrong)
        {
            Explain(body, wrong, mistakes);
        }
    }

    private void Explain(ReadOnlyMemory<byte> body, JsonException wrong, Mistakes mistakes)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = StrictJson.Options.MaxDepth });
            var inBody = new Mistakes();
            var walk = new BodyWalk(inBody);
            walk.Look(document.RootElement, StrictJson.Options.GetTypeInfo(type), "");
            if (!inBody.Any) inBody.Add(ApiExceptionHandler.Describe(wrong).Errors);
            mistakes.Add(inBody.ToDictionary());
            // Rules speak of what was meant only when every member that is known could be read.
            if (walk.FoundOnlyUnknown) Ask(document.RootElement.Deserialize(type, StrictJson.Lenient), mistakes);
        }
        // Text that is no Unicode is found only when it is read.
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            mistakes.Add(ApiExceptionHandler.Describe(unreadable as JsonException ?? wrong).Errors);
        }
    }

    private void Ask(object? read, Mistakes mistakes)
    {
        if (!isPatch && read is IChecked rules) mistakes.Add(rules.Mistakes());
    }
}
