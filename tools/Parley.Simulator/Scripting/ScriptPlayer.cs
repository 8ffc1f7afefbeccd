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
        ReadOnlyMemory<byte> body = script.BodyBase64 is { } coded ? Convert.FromBase64String(coded) : Encoding.UTF8.GetBytes(script.Body);
        for (int i = 0, at = 0; at < body.Length; i++)
        {
            if (i > 0) await PauseAsync(i <= script.PausesMs.Count ? script.PausesMs[i - 1] : script.DelayMs, gone);
            var end = End(script, i, at, body.Length);
            await http.Response.BodyWriter.WriteAsync(body[at..end], gone);
            gone.ThrowIfCancellationRequested();
            at = end;
        }
    }

    /// <summary>Where the write ends that begins at an offset.</summary>
    private static int End(ScriptedAnswer script, int write, int at, int length)
    {
        if (script.CutAt.Count > 0) return Math.Min(script.CutAt.FirstOrDefault(cut => cut > at, length), length);
        return script.Cuts.Count == 0 ? length : at + Math.Clamp(script.Cuts[write % script.Cuts.Count], 1, length - at);
    }

    private static Task PauseAsync(int milliseconds, CancellationToken gone) => milliseconds > 0 ? Delay(milliseconds, gone) : Task.CompletedTask;

    private static Task Delay(int milliseconds, CancellationToken gone) =>
        Task.Delay(TimeSpan.FromMilliseconds(milliseconds), TimeProvider.System, gone);
}
