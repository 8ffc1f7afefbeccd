using System.Buffers;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiChat;

/// <summary>OpenAI's error objects, with the types and codes that OpenAI itself sends for each status.</summary>
internal static class Errors
{
    /// <summary>The body: <c>{"error":{message,type,param,code}}</c>.</summary>
    public static void Write(GatewayFault fault, IBufferWriter<byte> output)
    {
        output.Raw("{\"error\":"u8);
        WriteObject(fault, output);
        output.Raw("}"u8);
    }

    /// <summary>The error alone: <c>{message,type,param,code}</c>.</summary>
    public static void WriteObject(GatewayFault fault, IBufferWriter<byte> output)
    {
        output.Raw("{\"message\":"u8);
        output.String(fault.Message);
        output.Raw(",\"type\":"u8);
        output.String(TypeOf(fault));
        WriteParamAndCode(fault, output);
        output.Raw("}"u8);
    }

    /// <summary>The members <c>param</c> and <c>code</c>, with the comma before them.</summary>
    public static void WriteParamAndCode(GatewayFault fault, IBufferWriter<byte> output)
    {
        output.Raw(",\"param\":"u8);
        WriteOrNull(fault.Param, output);
        output.Raw(",\"code\":"u8);
        WriteOrNull(CodeOf(fault), output);
    }

    /// <summary>The frame in a running stream: the same object as data, at which the SDKs raise.</summary>
    public static void WriteFrame(GatewayFault fault, IBufferWriter<byte> output)
    {
        output.Raw("data: "u8);
        Write(fault, output);
        output.Raw("\n\n"u8);
    }

    private static void WriteOrNull(string? text, IBufferWriter<byte> output)
    {
        if (text is null) output.Raw("null"u8);
        else output.String(text);
    }

    private static ReadOnlySpan<byte> TypeOf(GatewayFault fault) => fault.Kind switch
    {
        FaultKind.InvalidRequest or FaultKind.Unauthenticated or FaultKind.Forbidden or FaultKind.NotFound or FaultKind.TooLarge => "invalid_request_error"u8,
        FaultKind.RateLimited => fault.IsOfTokens ? "tokens"u8 : "requests"u8,
        _ => "server_error"u8,
    };

    /// <summary>OpenAI's code for a failure, or the vendor's, or null.</summary>
    public static string? CodeOf(GatewayFault fault) => fault.ExceedsContext ? ContextLength.Code : fault.Code ?? CodeOf(fault.Kind);

    private static string? CodeOf(FaultKind kind) => kind switch
    {
        FaultKind.Unauthenticated => "invalid_api_key",
        FaultKind.NotFound => "model_not_found",
        FaultKind.TooLarge => "request_too_large",
        FaultKind.RateLimited => "rate_limit_exceeded",
        FaultKind.Overloaded => "overloaded",
        FaultKind.StreamCut => "stream_cut",
        FaultKind.UpstreamTimeout => "timeout",
        _ => null,
    };
}
