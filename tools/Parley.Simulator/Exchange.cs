using Parley.Simulator.Behaviour;
using Parley.Simulator.Faults;
using Parley.Simulator.Frames;
using Parley.Simulator.Routing;

namespace Parley.Simulator;

/// <summary>One POST under way, and what every answer goes through whatever was asked for: words, first delay, and faults that come instead of an answer.</summary>
internal sealed class Exchange(HttpContext http, SimulatorState state, Destination destination, string requestId, long number)
{
    public HttpContext Http => http;

    public SimulatorState State => state;

    public Destination Destination => destination;

    public IVendor Vendor => destination.Vendor;

    public long Number => number;

    /// <summary>What the words of the model name and of the header <c>x-mock</c> ask for.</summary>
    public Spec Read(string? model)
    {
        var spec = SpecReader.Read(state.Start, model ?? "");
        return http.Request.Headers["x-mock"] is [{ } words] ? SpecReader.Read(spec, words) : spec;
    }

    /// <summary>Waits for the first token and plays the faults that come before any answer. Null when one did: nothing is left to say.</summary>
    /// <param name="chunksAtOnce">Chunks whose time a whole answer takes.</param>
    public async Task<Spec?> OpenAsync(Spec asked, string model, int chunksAtOnce, string contentType)
    {
        var spec = state.Faults.Pass(asked, model);
        var fault = spec.Fault;
        if (fault.Any) state.Counters.Fault();
        if (fault.Hang) await Line.HangAsync(http);
        await new Pace(spec.Timing, state.Dice).FirstAsync(chunksAtOnce, http.RequestAborted);
        if (fault.Status > 0) await FailAsync(fault);
        else if (fault.ErrorInside) await WholePlayer.PlayAsync(http, new(), Vendor.Error(500, "simulated error under status 200", requestId), Vendor.ContentType);
        else if (fault.DropAt == 0) await Line.CloseAsync(http);
        else if (fault.ResetAt == 0) await Line.ResetAsync(http);
        else if (!await Nonsense.TryPlayAsync(http, fault, contentType)) return spec;
        return null;
    }

    public async Task StreamAsync(Spec spec, Frame[] frames, string contentType)
    {
        state.Counters.Stream();
        http.Response.ContentType = contentType;
        http.Response.Headers.CacheControl = "no-cache";
        await new StreamPlayer(http, spec, state.Counters, state.Dice).PlayAsync(spec.Fault.BadJson ? Break(frames) : frames);
    }

    public Task RefuseAsync(int status, string message, int retryAfterSeconds = 0)
    {
        http.Response.StatusCode = status;
        return WholePlayer.PlayAsync(http, new(), Vendor.Error(status, message, requestId, retryAfterSeconds), Vendor.ContentType);
    }

    private Task FailAsync(Fault fault)
    {
        if (fault.RetryAfterSeconds > 0) Vendor.RetryAfter(http.Response.Headers, fault.RetryAfterSeconds);
        return RefuseAsync(fault.Status, $"simulated status {fault.Status}", fault.RetryAfterSeconds);
    }

    // The event in the middle breaks off inside its JSON and the stream goes on.
    private static Frame[] Break(Frame[] frames)
    {
        var middle = frames.Length / 2;
        var bytes = frames[middle].Bytes;
        byte[] broken = [.. bytes.Span[..(bytes.Length / 2)], .. "\n\n"u8];
        return [.. frames[..middle], new(broken), .. frames[(middle + 1)..]];
    }
}
