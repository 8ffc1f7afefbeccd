using System.Globalization;
using Parley.Simulator.Requests;
using Parley.Simulator.Chat;
using Parley.Simulator.Faults;
using Parley.Simulator.Frames;
using Parley.Simulator.Messages;

namespace Parley.Simulator;

/// <summary>Where requests arrive. Paths are matched by their end, so that any base path works.</summary>
internal sealed class Door(SimulatorState state)
{
    private static readonly ChatVendor OpenAi = new();
    private static readonly MessagesVendor Anthropic = new();

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
            var body = await BodyReader.ReadAsync(http.Request, http.RequestAborted);
            state.Log.Add(http.Request, id, body);
            await AnswerAsync(http, path, body, id, number);
            state.Counters.End(http.Response.StatusCode);
        }
        catch (Exception left) when (left is OperationCanceledException or IOException && http.RequestAborted.IsCancellationRequested)
        {
            state.Counters.Abort();
        }
        catch
        {
            state.Counters.End(500);
            throw;
        }
    }

    private async Task AnswerAsync(HttpContext http, string path, byte[] body, string id, long number)
    {
        var counting = path.EndsWith("/messages/count_tokens", StringComparison.Ordinal);
        IVendor vendor = counting || path.EndsWith("/messages", StringComparison.Ordinal) ? Anthropic : OpenAi;
        vendor.Headers(http.Response.Headers, id);
        if (!Authorized(http.Request)) await RefuseAsync(http, vendor, 401, "Incorrect API key provided.", id);
        else if (path.EndsWith("/embeddings", StringComparison.Ordinal)) await Embeddings.AnswerAsync(http, state, body);
        else if (counting || vendor == Anthropic || path.EndsWith("/chat/completions", StringComparison.Ordinal))
            await new Generation(http, state, vendor, id, number).AnswerAsync(body, counting);
        else await RefuseAsync(http, vendor, 404, $"Invalid URL (POST {path})", id);
    }

    private async Task GetAsync(HttpContext http, string path)
    {
        state.Counters.Get();
        var anthropic = http.Request.Headers.ContainsKey("anthropic-version");
        if (!Authorized(http.Request)) await RefuseAsync(http, anthropic ? Anthropic : OpenAi, 401, "Incorrect API key provided.", "req_sim");
        else if (path.EndsWith("/models", StringComparison.Ordinal))
            await WholePlayer.PlayAsync(http, new(), anthropic ? ModelLists.Anthropic(state.Options.Models) : ModelLists.OpenAi(state.Options.Models));
        else await RefuseAsync(http, OpenAi, 404, $"Invalid URL (GET {path})", "req_sim");
    }

    private bool Authorized(HttpRequest request) => state.Options.Key.Length == 0
        || request.Headers.Authorization == $"Bearer {state.Options.Key}" || request.Headers["x-api-key"] == state.Options.Key;

    private static Task RefuseAsync(HttpContext http, IVendor vendor, int status, string message, string id)
    {
        http.Response.StatusCode = status;
        return WholePlayer.PlayAsync(http, new(), vendor.Error(status, message, id));
    }
}
