using System.Text;
using System.Text.Json;
using Parley.Simulator;

namespace Parley.Tests.Simulation;

/// <summary>A simulator of a test class's own, and the eyes to look at its answers.</summary>
public abstract class SimulatorBench : IAsyncLifetime
{
    private protected SimulatorServer Simulator { get; private set; } = null!;

    private protected HttpClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Simulator = await SimulatorServer.StartAsync();
        Client = new() { BaseAddress = Simulator.BaseAddress };
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Simulator.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected Task<HttpResponseMessage> PostAsync(string path, string json) =>
        Client.PostAsync(path, new StringContent(json, Encoding.UTF8, "application/json"));

    private protected async Task<JsonElement> JsonAsync(string path, string json)
    {
        using var answer = await PostAsync(path, json);
        return Parse(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>The events of a stream: the name, or empty, and the data.</summary>
    private protected static (string Name, string Data)[] Events(string stream) =>
        [.. stream.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Where(e => !e.StartsWith(':')).Select(Event)];

    private protected static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    private static (string, string) Event(string text)
    {
        var lines = text.Split('\n');
        Assert.StartsWith("data: ", lines[^1]);
        return (lines.Length > 1 ? lines[0]["event: ".Length..] : "", lines[^1]["data: ".Length..]);
    }
}
