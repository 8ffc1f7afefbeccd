using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Parley.Gateway.Messages;
using Parley.Gateway.Tests.Matrix.Staging;

namespace Parley.Gateway.Tests.Matrix.Laws;

/// <summary>A request that is read and written in its own format still asks for the same.</summary>
public sealed class RequestRoundTripTests
{
    public static TheoryData<string> Clients => ["chat", "messages", "responses"];

    [Theory, MemberData(nameof(Clients))]
    public void What_is_asked_for_is_written_again_or_named(string client)
    {
        foreach (var cell in Cell.All.Where(c => c.Client.Name() == client && c.Kind == c.Client && c.Feature.Ask(c.Client) is not null))
        {
            var asked = CellRun.Body(cell);
            var (written, dropped) = Again(cell.Client, Encoding.UTF8.GetBytes(asked), cell.IsStreamed);
            var found = JsonNode.Parse(written);
            foreach (var said in cell.Feature.Asked.Select(a => a.In(cell.Client)).OfType<string>().Where(said => Find.In(JsonNode.Parse(asked), said)))
            {
                var words = Find.Words(said).ToHashSet();
                Assert.True(Find.In(found, said) || dropped.Any(d => d.Split('.').All(words.Contains)), $"{cell}: '{said}' is not in {found!.ToJsonString()}, nor in [{string.Join(", ", dropped)}]");
            }
        }
    }

    [Theory, MemberData(nameof(Clients))]
    public void Writing_what_was_written_changes_nothing(string client)
    {
        var format = Enum.GetValues<WireFormat>().Single(f => f.Name() == client);
        var bodies = Cell.All.Where(c => c.Client == format && c.Kind == format).Select(c => Encoding.UTF8.GetBytes(CellRun.Body(c))).Concat(Goldens(format)).ToList();
        foreach (var body in bodies)
        {
            var (once, _) = Again(format, body, stream: false);
            var (twice, dropped) = Again(format, once, stream: false);
            Assert.Equal(Encoding.UTF8.GetString(once), Encoding.UTF8.GetString(twice));
            Assert.Empty(dropped.Except(["store"])); // the vendor is told not to store
        }
    }

    private static IEnumerable<byte[]> Goldens(WireFormat format)
    {
        var (folder, pattern) = format switch
        {
            WireFormat.Chat => ("OpenAiChat/golden", "request-*.json"),
            WireFormat.Messages => ("Anthropic/requests/golden", "*.json"),
            _ => ("OpenAiResponses/golden", "request-*.json"),
        };
        var files = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Dialects", folder), pattern).Where(f => !f.EndsWith(".written.json", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(files);
        return files.Select(File.ReadAllBytes);
    }

    private static (byte[] Written, IReadOnlyCollection<string> Dropped) Again(WireFormat format, byte[] body, bool stream)
    {
        using var json = JsonDocument.Parse(body);
        var dialect = Pair.Served(format);
        var output = new ArrayBufferWriter<byte>();
        var dropped = dialect.WriteRequest(dialect.ReadRequest(json.RootElement), Requests.Target(OneVendor.ModelOf(format), format.Name()), stream, output);
        return (output.WrittenSpan.ToArray(), dropped);
    }
}
