using System.Text.Json;
using Parley.Simulator.Chat;
using Parley.Simulator.Faults;
using Parley.Simulator.Gemini;
using Parley.Simulator.Requests;
using Parley.Simulator.Routing;

namespace Parley.Simulator;

/// <summary>A request for vectors, in the format of chat or of Gemini.</summary>
internal sealed class Embedding(Exchange exchange, RequestFacts facts)
{
    public async Task AnswerAsync()
    {
        var asked = exchange.Read(facts.Model);
        if (Render() is not { } answer) await exchange.RefuseAsync(400, "The request has no input to embed.");
        else if (await exchange.OpenAsync(asked, facts.Model!, 0, exchange.Vendor.ContentType) is { } spec)
            await WholePlayer.PlayAsync(exchange.Http, spec.Fault, answer, exchange.Vendor.ContentType);
    }

    private string? Render()
    {
        using var document = JsonDocument.Parse(facts.Body);
        return exchange.Vendor is GeminiVendor ? GeminiEmbeddings.Render(document.RootElement, exchange.Destination.Operation == Operation.EmbedBatch)
            : facts.Model is null ? null : ChatEmbeddings.Render(document.RootElement, facts.Model);
    }
}
