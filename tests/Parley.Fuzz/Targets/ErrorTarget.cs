using System.Buffers;
using Parley.Fuzz.Engine;
using Parley.Fuzz.Oracles;
using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.Anthropic;
using Parley.Gateway.Dialects.OpenAiChat;
using Parley.Gateway.Dialects.OpenAiResponses;
using Parley.Gateway.Messages;

namespace Parley.Fuzz.Targets;

/// <summary>An upstream's error body, of any status, in either client's shape. What is Parley's own trouble shows nothing of it.</summary>
internal sealed class ErrorTarget : Target
{
    private static readonly int[] s_statuses = [400, 401, 402, 403, 404, 408, 413, 418, 422, 429, 500, 503, 504, 529, 599];
    private static readonly IDialect[] s_dialects = [new OpenAiChatDialect(), new OpenAiResponsesDialect(), new AnthropicDialect()];

    public override string Name => "errors";

    public override bool IsSeed(string path) => path.Contains("error", StringComparison.Ordinal) && !path.EndsWith(".events.txt", StringComparison.Ordinal);

    public override IEnumerable<byte[]> Seeds =>
    [
        """{"error":{"message":"no","type":"invalid_request_error","param":"messages.[0].role","code":"x"}}"""u8.ToArray(),
        """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"req_1"}"""u8.ToArray(),
        """[{"error":{"code":400,"message":"API key not valid","status":"INVALID_ARGUMENT"}}]"""u8.ToArray(),
        """{"error":{"code":400,"message":"API key not valid","status":"INVALID_ARGUMENT","details":[{"reason":"API_KEY_INVALID"}]}}"""u8.ToArray(),
        """{"error":{"code":429,"message":"m","status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34.4s"}]}}"""u8.ToArray(),
        """{"detail":[{"loc":["body","x"],"msg":"field required","type":"value_error"}]}"""u8.ToArray(),
        """{"object":"error","message":{"detail":[{"msg":"m"}]},"code":1300}"""u8.ToArray(),
        "<html>bad gateway</html>"u8.ToArray(), "upstream connect error"u8.ToArray(),
    ];

    public override void Run(ReadOnlyMemory<byte> input)
    {
        foreach (var status in s_statuses) s_dialects[0].ReadError(status, input, null);
        UpstreamErrors.ReadFrame(input);
    }

    public override void Judge(ReadOnlyMemory<byte> input)
    {
        Judge(UpstreamErrors.ReadFrame(input));
        foreach (var status in s_statuses)
        {
            var fault = s_dialects[0].ReadError(status, input, null);
            Judge(fault);
            Grammar.Law(fault.RetryAfter is null || (fault.RetryAfter >= TimeSpan.Zero && fault.RetryAfter <= TimeSpan.FromDays(1)), "a delay that no one can wait for");
            if (status is 401 or 402 or 403 or >= 500) Grammar.Law(fault.Body.IsEmpty && fault.Code is null && fault.Param is null, "the vendor's words about our own trouble cross");
        }
    }

    private static void Judge(GatewayFault fault)
    {
        Grammar.Law(fault.Message.Length is > 0 and < 2100 && fault.Status is >= 400 and < 600, "a fault without a message, or with an endless one");
        foreach (var dialect in s_dialects)
        {
            var body = new ArrayBufferWriter<byte>();
            dialect.WriteError(fault, "req_fuzz", body);
            Written.Json(body.WrittenSpan, "a written error");
            body.Clear();
            dialect.WriteErrorFrame(fault, "req_fuzz", 3, body);
            Written.Frames(body.WrittenMemory, "a written error frame");
        }

        if (!fault.Body.IsEmpty) Written.Json(fault.Body.Span, "an error body that is passed on");
    }
}
