using System.Text.Json.Nodes;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Matrix.Folds;

/// <summary>Folds a stream into the whole answer, as the vendors' SDKs do, and insists on the order that their documentation promises.
/// A stream that ends in an error folds into that error.</summary>
internal static class Fold
{
    public static JsonNode Of(WireFormat client, string stream) => client switch
    {
        WireFormat.Chat => ChatFold.Of(stream),
        WireFormat.Messages => MessagesFold.Of(stream),
        _ => ResponsesFold.Of(stream),
    };

    public static List<(string Type, string Data)> Frames(string stream)
    {
        Assert.EndsWith("\n\n", stream, StringComparison.Ordinal);
        return [.. stream.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Where(f => f[0] != ':').Select(frame =>
        {
            var lines = frame.Split('\n');
            var type = lines[0].StartsWith("event: ", StringComparison.Ordinal) ? lines[0][7..] : "";
            Assert.Equal(type.Length > 0 ? 2 : 1, lines.Length);
            Assert.StartsWith("data: ", lines[^1], StringComparison.Ordinal);
            return (type, lines[^1][6..]);
        })];
    }
}
