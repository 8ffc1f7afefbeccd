using System.Buffers;
using System.Text;
using Parley.Simulator.Behaviour;

namespace Parley.Simulator.Faults;

/// <summary>Answers that come in one piece, and the ways in which they do not.</summary>
internal static class WholePlayer
{
    public static async Task PlayAsync(HttpContext http, Fault fault, ReadOnlyMemory<byte> body, string contentType = "application/json")
    {
        var response = http.Response;
        response.ContentType = contentType;
        if (fault.BadJson) body = body[..(body.Length / 2)];
        response.ContentLength = body.Length;
        var cut = fault.Truncate || fault.DropAt > 0 || fault.ResetAt > 0 || fault.HangAt > 0;
        if (cut) body = body[..(body.Length / 2)];
        response.BodyWriter.Write(body.Span);
        if (!cut) return;
        await response.BodyWriter.FlushAsync(http.RequestAborted);
        if (fault.HangAt > 0) await Line.HangAsync(http);
        if (fault.ResetAt > 0) await Line.ResetAsync(http);
        else await Line.CloseAsync(http);
    }

    public static Task PlayAsync(HttpContext http, Fault fault, string body, string contentType = "application/json") =>
        PlayAsync(http, fault, Encoding.UTF8.GetBytes(body), contentType);
}
