using System.Buffers;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Anthropic;

/// <summary>Errors of this format: <c>{"type":"error","error":{"type","message"},"request_id"}</c>, as a body or as the last frame.</summary>
internal static class Errors
{
    // What clients of this format look for when a conversation does not fit the model any more.
    private const string TooLong = "prompt is too long";

    /// <summary>An <c>error</c> frame as a fault. Keeps a copy of the frame, for a fault outlives the stream's buffer.</summary>
    public static GatewayFault ReadFrame(ReadOnlyMemory<byte> data)
    {
        var fault = UpstreamErrors.ReadFrame(data);
        return fault.Body.IsEmpty ? fault : fault with { Body = fault.Body.ToArray() };
    }

    public static void Write(GatewayFault fault, string requestId, IBufferWriter<byte> output)
    {
        output.Raw("{\"type\":\"error\",\"error\":{\"type\":\""u8);
        output.Raw(TypeOf(fault.Status));
        output.Raw("\",\"message\":"u8);
        output.String(MessageOf(fault));
        if (fault.Code == Threads.Unsupported) output.Raw(",\"details\":{\"error_code\":\"thread_unsupported_request\"}"u8);
        output.Raw("},\"request_id\":"u8);
        output.String(requestId);
        output.Raw("}"u8);
    }

    public static void WriteFrame(GatewayFault fault, string requestId, IBufferWriter<byte> output)
    {
        output.Raw("event: error\ndata: "u8);
        Write(fault, requestId, output);
        output.Raw("\n\n"u8);
    }

    private static string MessageOf(GatewayFault fault) =>
        !fault.ExceedsContext || fault.Message.StartsWith(TooLong, StringComparison.OrdinalIgnoreCase) ? fault.Message : $"{TooLong}: {fault.Message}";

    private static ReadOnlySpan<byte> TypeOf(int status) => status switch
    {
        401 => "authentication_error"u8,
        402 => "billing_error"u8,
        403 => "permission_error"u8,
        404 => "not_found_error"u8,
        413 => "request_too_large"u8,
        429 => "rate_limit_error"u8,
        504 => "timeout_error"u8,
        529 => "overloaded_error"u8,
        >= 400 and < 500 => "invalid_request_error"u8,
        _ => "api_error"u8,
    };
}
