using System.Text;
using Parley.Simulator.Faults;

namespace Parley.Simulator.Scripting;

internal static class ScriptPlayer
{
    public static async Task PlayAsync(HttpContext http, ScriptedAnswer script)
    {
        var gone = http.RequestAborted;
        if (script.FirstDelayMs > 0) await Delay(script.FirstDelayMs, gone);
        http.Response.StatusCode = script.Status;
        http.Response.ContentType = "application/json";
        foreach (var (name, value) in script.Headers) http.Response.Headers[name] = value;
        await WriteAsync(http, script, gone);
        switch (script.End)
        {
            case "close": await Line.CloseAsync(http); break;
            case "reset": await Line.ResetAsync(http); break;
            case "hang":
                await http.Response.BodyWriter.FlushAsync(gone);
                await Line.HangAsync(http);
                break;
        }
    }

    private static async Task WriteAsync(HttpContext http, ScriptedAnswer script, CancellationToken gone)
    {
        ReadOnlyMemory<byte> rest = script.BodyBase64 is { } coded ? Convert.FromBase64String(coded) : Encoding.UTF8.GetBytes(script.Body);
        for (var i = 0; rest.Length > 0; i++)
        {
            if (i > 0 && script.DelayMs > 0) await Delay(script.DelayMs, gone);
            var size = script.Cuts.Count == 0 ? rest.Length : Math.Clamp(script.Cuts[i % script.Cuts.Count], 1, rest.Length);
            await http.Response.BodyWriter.WriteAsync(rest[..size], gone);
            gone.ThrowIfCancellationRequested();
            rest = rest[size..];
        }
    }

    private static Task Delay(int milliseconds, CancellationToken gone) =>
        Task.Delay(TimeSpan.FromMilliseconds(milliseconds), TimeProvider.System, gone);
}
