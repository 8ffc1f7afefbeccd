using System.Buffers;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiResponses;

/// <summary>
/// Writes response objects: the whole answer, and what streams tell at their beginning and end. All members are there that the vendor's
/// SDKs declare, what was asked among them; that is read once.
/// </summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "Pooled memory that an abandoned answer leaves to the garbage collector.")]
internal sealed class ResponseOutput(AnswerIdentity identity, FoldedAnswer answer, WrittenItems items)
{
    private readonly PooledBytes _echo = new();
    private readonly ItemOutput _output = new(identity, answer);

    /// <summary>The id of a response for which the upstream gives none.</summary>
    public static string IdOf(string requestId) => "resp_" + (requestId.StartsWith("req_", StringComparison.Ordinal) ? requestId[4..] : requestId);

    /// <summary>A response that has not begun.</summary>
    public static void Waiting(AnswerIdentity identity, ReadOnlySpan<byte> status, IBufferWriter<byte> output)
    {
        var response = new ResponseOutput(identity, new FoldedAnswer(), new WrittenItems());
        response.Waiting(status, output);
        response.Release();
    }

    /// <summary>An answer that has just begun.</summary>
    public void InProgress(IBufferWriter<byte> output) => Waiting("in_progress"u8, output);

    private void Waiting(ReadOnlySpan<byte> status, IBufferWriter<byte> output)
    {
        Head(status, output);
        output.Raw(",\"error\":null,\"incomplete_details\":null,\"output\":[],\"usage\":null"u8);
        Tail(output);
    }

    /// <summary>An answer at its end.</summary>
    public void Ended(IBufferWriter<byte> output)
    {
        var finish = answer.Finish ?? FinishReason.Stop;
        Head(Statuses.Write(finish), output);
        output.Raw(finish switch
        {
            FinishReason.Length => ",\"error\":null,\"incomplete_details\":{\"reason\":\"max_output_tokens\"}"u8,
            FinishReason.ContentFilter => ",\"error\":null,\"incomplete_details\":{\"reason\":\"content_filter\"}"u8,
            _ => ",\"error\":null,\"incomplete_details\":null"u8,
        });
        Items(output);
        output.Raw(",\"usage\":"u8);
        if (answer.Usage is { } usage) UsageMapping.Write(usage, output);
        else output.Raw("null"u8); // unknown, and not nothing
        ContinuedMark.Write(answer.ContinuedBy, output);
        Tail(output);
    }

    /// <summary>An answer that failed on its way, with the items that were told to their ends.</summary>
    public void Failed(GatewayFault fault, IBufferWriter<byte> output)
    {
        Head("failed"u8, output);
        output.Raw(",\"error\":"u8);
        Errors.WriteResponseError(fault, output);
        output.Raw(",\"incomplete_details\":null"u8);
        Items(output);
        output.Raw(",\"usage\":null"u8);
        Tail(output);
    }

    /// <summary>Gives the pooled memory back.</summary>
    public void Release() => _echo.Release();

    private void Head(ReadOnlySpan<byte> status, IBufferWriter<byte> output)
    {
        output.Raw("{\"id\":\""u8);
        if (answer.Id.Escaped.Span.StartsWith("resp_"u8))
        {
            output.Raw(answer.Id.Escaped.Span);
        }
        else
        {
            output.Raw("resp_"u8);
            output.Escape(ItemOutput.Suffix(identity));
        }

        output.Raw("\",\"object\":\"response\",\"created_at\":"u8);
        output.Number(identity.CreatedAt.ToUnixTimeSeconds());
        output.Raw(",\"status\":"u8);
        output.String(status);
        output.Raw(",\"model\":"u8);
        output.String(identity.Model);
    }

    private void Items(IBufferWriter<byte> output)
    {
        output.Raw(",\"output\":["u8);
        var any = false;
        foreach (var item in items.All)
        {
            if (!item.IsDone) continue;
            if (any) output.Raw(","u8);
            any = true;
            _output.Item(item, isFull: true, output);
        }

        output.Raw("]"u8);
    }

    private void Tail(IBufferWriter<byte> output)
    {
        if (_echo.Count == 0)
        {
            ResponseEcho.Write(identity.Request.Span, identity.Dropped, _echo);
            _echo.Raw(",\"service_tier\":\"default\"}"u8);
        }

        output.Raw(_echo.Written.Span);
    }
}
