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

    /// <summary>Since 2.5, from public https addresses, and only with the file's type, which the address must tell.</summary>
    public bool Fetches(ContentPart part, string url, UpstreamTarget target) => ModelTraits.Of(target.UpstreamModel).FetchesFiles
        && url.StartsWith("https://", StringComparison.OrdinalIgnoreCase) && (part is DocumentPart || MediaTypes.OfAddress(url) is not null);

    public IAnswerReader CreateStreamReader() => new StreamReader();

    public IAnswerReader CreateWholeReader() => new WholeReader();

    public GatewayFault ReadError(int status, ReadOnlyMemory<byte> body, TimeSpan? retryAfter) => UpstreamErrors.Read(status, body, retryAfter);
}
