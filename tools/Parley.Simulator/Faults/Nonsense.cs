using System.Buffers;
using Parley.Simulator.Behaviour;

namespace Parley.Simulator.Faults;

/// <summary>Answers with status 200 that are no answers.</summary>
internal static class Nonsense
{
    private static readonly byte[] Page = "<!doctype html><html><head><title>Welcome</title></head><body>Sign in to this network</body></html>"u8.ToArray();
    private static readonly byte[] Noise = [.. Enumerable.Range(0, 4096).Select(i => (byte)(i * 167 + (i >> 3)))];

    /// <summary>Plays the nonsense that the spec asks for; false when it asks for none.</summary>
    public static async Task<bool> TryPlayAsync(HttpContext http, Fault fault, string contentType)
    {
        if (fault.Html) await WholePlayer.PlayAsync(http, new(), Page, "text/html; charset=utf-8");
        else if (fault.Garbage) await WholePlayer.PlayAsync(http, new(), Noise, contentType);
        else if (fault.Empty) http.Response.ContentType = contentType;
        else if (fault.BigLineMegabytes > 0) await BigLineAsync(http, fault.BigLineMegabytes, contentType);
        else return false;
        return true;
    }

    private static async Task BigLineAsync(HttpContext http, int megabytes, string contentType)
    {
        http.Response.ContentType = contentType;
        var body = http.Response.BodyWriter;
        var block = new byte[64 * 1024];
        block.AsSpan().Fill((byte)'x');
        body.Write("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\""u8);
        for (var i = 0; i < megabytes * 16; i++)
        {
            await body.WriteAsync(block, http.RequestAborted);
            http.RequestAborted.ThrowIfCancellationRequested();
        }

        body.Write("\"}}]}\n\n"u8);
    }
}
