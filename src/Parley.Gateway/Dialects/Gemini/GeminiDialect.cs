using System.Buffers;
using Parley.Gateway.Messages;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Dialects.Gemini;

/// <summary>Google's generateContent format, which only upstreams speak.</summary>
internal sealed class GeminiDialect : IUpstreamDialect
{
    public WireFormat Format => WireFormat.Gemini;

    public int LongestToolName => 64;

    public IReadOnlyCollection<string> WriteRequest(Prompt prompt, UpstreamTarget target, bool stream, IBufferWriter<byte> output) =>
        new RequestWriter(prompt, target, output).Write();

    public IAnswerReader CreateStreamReader() => new StreamReader();

    public IAnswerReader CreateWholeReader() => new WholeReader();

    public GatewayFault ReadError(int status, ReadOnlyMemory<byte> body, TimeSpan? retryAfter) => UpstreamErrors.Read(status, body, retryAfter);
}
