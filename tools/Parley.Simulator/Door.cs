using System.Globalization;
using System.Text.Json;
using Parley.Simulator.Audio;
using Parley.Simulator.Faults;
using Parley.Simulator.Gemini;
using Parley.Simulator.Images;
using Parley.Simulator.Requests;
using Parley.Simulator.Routing;
using Parley.Simulator.Scripting;

namespace Parley.Simulator;

/// <summary>Where requests arrive.</summary>
internal sealed class Door(SimulatorState state)
{
    public async Task HandleAsync(HttpContext http)
    {
        var path = http.Request.Path.Value ?? "";
        if (path.StartsWith("/__", StringComparison.Ordinal)) await Backstage.HandleAsync(http, state, path);
        else if (HttpMethods.IsPost(http.Request.Method)) await PostAsync(http, path);
        else await GetAsync(http, path);
    }

    private async Task PostAsync(HttpContext http, string path)
    {
        var number = state.NextNumber();
        var id = string.Create(CultureInfo.InvariantCulture, $"req_sim{number:d12}");
        state.Counters.Post();
        state.Counters.Begin();
        try
        {
            await AnswerAsync(http, path, id, number);
            state.Counters.End(http.Response.StatusCode);
        }
        catch (Exception left) when (left is OperationCanceledException or IOException) // a write may notice before the server says so
        {
            state.Counters.Abort();
        }
        catch
        {
            state.Counters.End(500);
            throw;
        }
    }

    private async Task AnswerAsync(HttpContext http, string path, string id, long number)
    {
        var destination = Paths.Post(path, http.Request.Query);
        var exchange = new Exchange(http, state, destination, id, number);
        if (destination.IsForm && FormReader.IsForm(http.Request)) await AnswerFormAsync(exchange, path, id);
        else await AnswerJsonAsync(exchange, path, id);
    }

    private async Task AnswerFormAsync(Exchange exchange, string path, string id)
    {
        var form = await FormReader.ReadAsync(exchange.Http.Request, exchange.Http.RequestAborted);
        state.Log.Add(exchange.Http.Request, id, [], form);
        exchange.Vendor.Headers(exchange.Http.Response.Headers, id);
        if (!Keys.Allow(exchange.Http.Request, state.Options.Key)) await KeyRefusedAsync(exchange);
        else if (await PlayedAsync(exchange.Http, path, FormFields.Text(form, "model"))) return;
        else if (exchange.Destination.Operation == Operation.EditImage) await new Picture(exchange, ImageRequest.Read(form)).AnswerAsync();
        else await new Transcription(exchange, TranscriptionRequest.Read(form, path)).AnswerAsync();
    }

    private async Task AnswerJsonAsync(Exchange exchange, string path, string id)
    {
        var (http, destination) = (exchange.Http, exchange.Destination);
        var body = await BodyReader.ReadAsync(http.Request, http.RequestAborted);
        state.Log.Add(http.Request, id, body);
        var facts = Facts(body, destination);
        exchange.Vendor.Headers(http.Response.Headers, id);
        if (!Keys.Allow(http.Request, state.Options.Key)) await KeyRefusedAsync(exchange);
        else if (await PlayedAsync(http, path, facts?.Model ?? destination.Model)) return;
        else if (destination.Operation == Operation.Unknown) await exchange.RefuseAsync(404, $"Invalid URL (POST {path})");
        else if (facts is null) await exchange.RefuseAsync(400, "We could not parse the JSON body of your request.");
        else await (destination.Operation switch
        {
            Operation.Generate or Operation.CountTokens => new Generation(exchange, facts).AnswerAsync(),
            Operation.Embed or Operation.EmbedBatch => new Embedding(exchange, facts).AnswerAsync(),
            Operation.GenerateImage => new Picture(exchange, ImageRequest.Read(facts)).AnswerAsync(),
            Operation.Speak => new Speech(exchange, SpeechRequest.Read(facts)).AnswerAsync(),
            _ => exchange.RefuseAsync(400, "Could not parse multipart form"),
        });
    }

    private async Task GetAsync(HttpContext http, string path)
    {
        state.Counters.Get();
        if (state.Scripts.TakeForGet(path) is { } script)
        {
            await ScriptPlayer.PlayAsync(http, script);
            return;
        }

        var vendor = Paths.Get(http.Request, path);
        var exchange = new Exchange(http, state, new(vendor, Operation.Unknown), "req_sim", 0);
        if (!Keys.Allow(http.Request, state.Options.Key)) await KeyRefusedAsync(exchange);
        else if (ModelLists.Answer(vendor, path, http.Request.Query, state.Options.Models) is { } list) await WholePlayer.PlayAsync(http, new(), list, vendor.ContentType);
        else await exchange.RefuseAsync(404, $"Invalid URL (GET {path})");
    }

    private async Task<bool> PlayedAsync(HttpContext http, string path, string? model)
    {
        if (state.Scripts.Take(path, model) is not { } script) return false;
        await ScriptPlayer.PlayAsync(http, script);
        return true;
    }

    private static RequestFacts? Facts(byte[] body, Destination destination)
    {
        try
        {
            var facts = FactsReader.Read(body);
            if (destination.Model is null) return facts;
            (facts.Model, facts.Stream) = (destination.Model, destination.Stream);
            return facts;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Task KeyRefusedAsync(Exchange exchange)
    {
        var (status, message) = exchange.Vendor is GeminiVendor ? GeminiKeys.Refusal(exchange.Http.Request) : (401, "Incorrect API key provided.");
        return exchange.RefuseAsync(status, message);
    }
}
