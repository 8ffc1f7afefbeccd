using System.Text;
using System.Text.Json;
using Parley.Simulator.Faults;
using Parley.Simulator.Images;
using Parley.Simulator.Recording;
using Parley.Simulator.Requests;
using Parley.Simulator.Scripting;

namespace Parley.Simulator;

/// <summary>The simulator's own pages: what happened, and what is to happen.</summary>
internal static class Backstage
{
    public static async Task HandleAsync(HttpContext http, SimulatorState state, string path)
    {
        switch (path)
        {
            case "/__stats":
                await JsonAsync(http, state.Counters.Read());
                break;
            case "/__last":
                await WholePlayer.PlayAsync(http, new(), Encoding.UTF8.GetBytes(state.Log.Last?.Raw ?? ""), "text/plain; charset=utf-8");
                break;
            case "/__requests":
                await JsonAsync(http, state.Log.Recent().Select(Show));
                break;
            case "/__reset":
                state.Reset();
                await WholePlayer.PlayAsync(http, new(), "{}");
                break;
            case var _ when path.StartsWith(ImageUrl.Start, StringComparison.Ordinal):
                await WholePlayer.PlayAsync(http, new(), ImageUrl.Render(path), "image/png");
                break;
            case "/__script" when HttpMethods.IsPost(http.Request.Method):
                await ScriptAsync(http, state);
                break;
            default:
                http.Response.StatusCode = 404;
                await WholePlayer.PlayAsync(http, new(), "There is /__stats, /__last, /__requests, /__reset and /__script.\n", "text/plain");
                break;
        }
    }

    private static object Show(RequestRecord r) =>
        new { id = r.Id, method = r.Method, path = r.Path, headers = r.Headers.ToDictionary(h => h.Key, h => h.Value), body = r.BodyText, form = r.Form };

    private static async Task ScriptAsync(HttpContext http, SimulatorState state)
    {
        try
        {
            var body = await BodyReader.ReadAsync(http.Request, http.RequestAborted);
            state.Scripts.Add(JsonSerializer.Deserialize<ScriptedAnswer>(body, JsonSerializerOptions.Web) ?? throw new JsonException("null is no script"));
            await WholePlayer.PlayAsync(http, new(), "{}");
        }
        catch (JsonException problem)
        {
            http.Response.StatusCode = 400;
            await WholePlayer.PlayAsync(http, new(), $"This script cannot be read: {problem.Message}\n", "text/plain");
        }
    }

    private static Task JsonAsync<T>(HttpContext http, T value) =>
        WholePlayer.PlayAsync(http, new(), JsonSerializer.SerializeToUtf8Bytes(value, JsonSerializerOptions.Web));
}
