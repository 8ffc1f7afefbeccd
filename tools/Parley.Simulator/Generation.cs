using System.Text;
using Parley.Simulator.Answers;
using Parley.Simulator.Behaviour;
using Parley.Simulator.Faults;
using Parley.Simulator.Frames;
using Parley.Simulator.Requests;
using Parley.Simulator.Routing;

namespace Parley.Simulator;

/// <summary>A request that asks a model to say something, or what that would cost in tokens: refused or answered.</summary>
internal sealed class Generation(Exchange exchange, RequestFacts facts)
{
    private IVendor Vendor => exchange.Vendor;

    public async Task AnswerAsync()
    {
        var spec = exchange.Read(facts.Model);
        var counting = exchange.Destination.Operation == Operation.CountTokens;
        if (Vendor.Objection(facts, exchange.Http.Request.Headers, spec.Wire.Strict) is { } objection) await exchange.RefuseAsync(400, objection);
        else if (counting) await WholePlayer.PlayAsync(exchange.Http, new(), Vendor.Count(spec.Content.PromptTokens), Vendor.ContentType);
        else if (Vendor is Messages.MessagesVendor && !facts.HasMaxTokens) await exchange.RefuseAsync(400, "max_tokens: Field required");
        else await SayAsync(spec);
    }

    private async Task SayAsync(Spec asked)
    {
        var contentType = facts.Stream ? Vendor.StreamContentType : Vendor.ContentType;
        if (await exchange.OpenAsync(asked, facts.Model!, facts.Stream ? 0 : asked.Content.Chunks, contentType) is not { } spec) return;
        if (facts.Stream) await exchange.StreamAsync(spec, Frames(spec), contentType);
        else await WholePlayer.PlayAsync(exchange.Http, spec.Fault, Body(spec), contentType);
    }

    private Frame[] Frames(Spec spec) => IsOwn(spec) ? RenderFrames(spec)
        : exchange.State.Rendered.Stream((Vendor, spec, facts.Model!, facts.Form), () => RenderFrames(spec));

    private Frame[] RenderFrames(Spec spec)
    {
        var answer = Compose(spec);
        return Interruption.At(Vendor.Stream(answer, spec, facts), spec.Fault.ErrorAt, sent => Vendor.ErrorEvents(answer, spec, facts, sent));
    }

    private byte[] Body(Spec spec) => IsOwn(spec) ? RenderBody(spec)
        : exchange.State.Rendered.Body((Vendor, spec, facts.Model!), () => RenderBody(spec));

    private byte[] RenderBody(Spec spec) => Encoding.UTF8.GetBytes(Vendor.Whole(Compose(spec), spec, facts));

    /// <summary>The answer is for this request alone.</summary>
    private bool IsOwn(Spec spec) => spec.Content.DependsOnRequest || Vendor.Echoes(facts);

    private Answer Compose(Spec spec) => AnswerComposer.Compose(
        spec, Vendor.NewId(exchange.Number), facts.Model!, spec.Content.DependsOnRequest ? Conversation.Read(facts.Body) : null);
}
