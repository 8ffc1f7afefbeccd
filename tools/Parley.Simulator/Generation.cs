using System.Text;
using System.Text.Json;
using Parley.Simulator.Answers;
using Parley.Simulator.Behaviour;
using Parley.Simulator.Faults;
using Parley.Simulator.Frames;
using Parley.Simulator.Requests;

namespace Parley.Simulator;

/// <summary>One POST that asks a model for something: read, refused or answered.</summary>
internal sealed class Generation(HttpContext http, SimulatorState state, IVendor vendor, string requestId, long number)
{
    public async Task AnswerAsync(byte[] body, bool counting)
    {
        RequestFacts facts;
        try
        {
            facts = FactsReader.Read(body);
        }
        catch (JsonException)
        {
            await RefuseAsync(400, "We could not parse the JSON body of your request.");
            return;
        }

        if (state.Scripts.Take(facts.Model) is { } script)
        {
            await Scripting.ScriptPlayer.PlayAsync(http, script);
            return;
        }

        var spec = SpecReader.Read(state.Start, facts.Model ?? "");
        if (http.Request.Headers["x-mock"] is [{ } words]) spec = SpecReader.Read(spec, words);
        if (vendor.Objection(facts, http.Request.Headers, spec.Wire.Strict) is { } objection) await RefuseAsync(400, objection);
        else if (counting) await WholePlayer.PlayAsync(http, new(), $"{{\"input_tokens\":{FrameBuilder.Number(spec.Content.PromptTokens)}}}");
        else if (vendor is Messages.MessagesVendor && !facts.HasMaxTokens) await RefuseAsync(400, "max_tokens: Field required");
        else await AnswerAsync(facts, state.Faults.Pass(spec, facts.Model!));
    }

    private async Task AnswerAsync(RequestFacts facts, Spec spec)
    {
        var fault = spec.Fault;
        if (fault.Any) state.Counters.Fault();
        if (fault.Hang) await Line.HangAsync(http);
        await new Pace(spec.Timing, state.Dice).FirstAsync(facts.Stream ? 0 : spec.Content.Chunks, http.RequestAborted);
        if (fault.Status > 0) await FailAsync(fault);
        else if (fault.ErrorInside) await WholePlayer.PlayAsync(http, new(), vendor.Error(500, "simulated error under status 200", requestId));
        else if (fault.DropAt == 0) await Line.CloseAsync(http);
        else if (fault.ResetAt == 0) await Line.ResetAsync(http);
        else if (await Nonsense.TryPlayAsync(http, fault, facts.Stream ? vendor.StreamContentType : "application/json")) return;
        else if (facts.Stream) await StreamAsync(facts, spec);
        else await WholePlayer.PlayAsync(http, fault, Body(facts, spec));
    }

    private async Task StreamAsync(RequestFacts facts, Spec spec)
    {
        state.Counters.Stream();
        var frames = spec.Content.DependsOnRequest
            ? vendor.Stream(Compose(facts, spec), spec, facts.IncludeUsage)
            : state.Rendered.Stream((vendor, spec, facts.Model!, facts.IncludeUsage), () => vendor.Stream(Compose(facts, spec), spec, facts.IncludeUsage));
        if (spec.Fault.BadJson) frames = Break(frames);
        http.Response.ContentType = vendor.StreamContentType;
        http.Response.Headers.CacheControl = "no-cache";
        await new StreamPlayer(http, spec, vendor, state.Counters, state.Dice).PlayAsync(frames);
    }

    private byte[] Body(RequestFacts facts, Spec spec) => spec.Content.DependsOnRequest
        ? Encoding.UTF8.GetBytes(vendor.Whole(Compose(facts, spec), spec))
        : state.Rendered.Body((vendor, spec, facts.Model!), () => Encoding.UTF8.GetBytes(vendor.Whole(Compose(facts, spec), spec)));

    private Answer Compose(RequestFacts facts, Spec spec) => AnswerComposer.Compose(
        spec, vendor.NewId(number), facts.Model!, spec.Content.DependsOnRequest ? Conversation.Read(facts.Body) : null);

    // The event in the middle breaks off inside its JSON and the stream goes on.
    private static Frame[] Break(Frame[] frames)
    {
        var middle = frames.Length / 2;
        var bytes = frames[middle].Bytes;
        byte[] broken = [.. bytes.Span[..(bytes.Length / 2)], .. "\n\n"u8];
        return [.. frames[..middle], new(broken), .. frames[(middle + 1)..]];
    }

    private Task FailAsync(Fault fault)
    {
        if (fault.RetryAfterSeconds > 0) http.Response.Headers.RetryAfter = FrameBuilder.Number(fault.RetryAfterSeconds);
        return RefuseAsync(fault.Status, $"simulated status {fault.Status}");
    }

    private Task RefuseAsync(int status, string message)
    {
        http.Response.StatusCode = status;
        return WholePlayer.PlayAsync(http, new(), vendor.Error(status, message, requestId));
    }
}
