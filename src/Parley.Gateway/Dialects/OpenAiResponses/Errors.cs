using System.Buffers;
using Parley.Gateway.Messages;
using Chat = Parley.Gateway.Dialects.OpenAiChat;

namespace Parley.Gateway.Dialects.OpenAiResponses;

/// <summary>Errors of this format: OpenAI's error object as a body, as the <c>error</c> event of a stream, and inside of a failed response.</summary>
internal static class Errors
{
    /// <summary>The provider took the call back.</summary>
    public static GatewayFault Cancelled { get; } =
        new(FaultKind.UpstreamFailed, "The model provider cancelled its answer before its end. What arrived so far is not the whole answer.") { IsTold = true };

    /// <summary>An error object of the vendor as a fault. Keeps it in the form of an error body, for a fault outlives the stream's buffer and
    /// may become the answer to the whole call.</summary>
    public static GatewayFault Read(ReadOnlyMemory<byte> error)
    {
        byte[] body = [.. "{\"error\":"u8, .. error.Span, .. "}"u8];
        return UpstreamErrors.ReadFrame(body);
    }

    /// <summary>The body: <c>{"error":{message,type,param,code}}</c>.</summary>
    public static void Write(GatewayFault fault, IBufferWriter<byte> output) => Chat.Errors.Write(fault, output);

    /// <summary>
    /// The event in a running stream, in the vendor's documented flat form and with the object that it really sends beside it: the Python and
    /// Node SDKs raise at <c>error</c>, the .NET SDK reads the flat members, and the AI SDK takes either, but none without a code.
    /// </summary>
    public static void WriteFrame(GatewayFault fault, int sequence, IBufferWriter<byte> output)
    {
        fault = fault with { Code = Chat.Errors.CodeOf(fault) ?? "server_error" };
        output.Raw("event: error\ndata: {\"type\":\"error\",\"sequence_number\":"u8);
        output.Number(sequence);
        output.Raw(",\"message\":"u8);
        output.String(fault.Message);
        Chat.Errors.WriteParamAndCode(fault, output);
        output.Raw(",\"error\":"u8);
        Chat.Errors.WriteObject(fault, output);
        output.Raw("}\n\n"u8);
    }

    /// <summary>The member <c>error</c> of a failed response, which knows few codes.</summary>
    public static void WriteResponseError(GatewayFault fault, IBufferWriter<byte> output)
    {
        output.Raw("{\"code\":"u8);
        output.String(fault.Kind switch
        {
            _ when fault.ExceedsContext => "context_length_exceeded"u8, // in no list of the vendor's, but sent by it
            FaultKind.RateLimited => "rate_limit_exceeded"u8,
            FaultKind.InvalidRequest => "invalid_prompt"u8,
            _ => "server_error"u8,
        });
        output.Raw(",\"message\":"u8);
        output.String(fault.Message);
        output.Raw("}"u8);
    }
}
