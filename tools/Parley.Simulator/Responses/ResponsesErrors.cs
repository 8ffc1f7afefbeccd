using Parley.Simulator.Answers;
using Parley.Simulator.Behaviour;
using Parley.Simulator.Frames;
using Parley.Simulator.Requests;
using static Parley.Simulator.Frames.FrameBuilder;

namespace Parley.Simulator.Responses;

/// <summary>How a stream says that it failed. Errors before it have the body of chat.</summary>
internal static class ResponsesErrors
{
    private const string Message = "The server had an error while processing your request. Sorry about that!";

    /// <summary>As recorded from the vendor: an <c>error</c> event that holds an error object, then <c>response.failed</c>.</summary>
    public static Frame[] Events(Answer answer, Spec spec, RequestFacts facts, int sent)
    {
        var frames = new FrameBuilder(spec.Wire);
        if (spec.Fault.FlatError)
        {
            frames.Event("error", $$"""{"type":"error","code":"server_error","message":{{Quote(Message)}},"param":null,"sequence_number":{{Number(sent)}}}""");
            return frames.Build();
        }

        frames.Event("error", $$$"""{"type":"error","sequence_number":{{{Number(sent)}}},"error":{"type":"server_error","code":"server_error","message":{{{Quote(Message)}}},"param":null}}""");
        var response = new ResponseObject(answer, facts).Failed($$"""{"code":"server_error","message":{{Quote(Message)}}}""");
        frames.Event("response.failed", $$"""{"type":"response.failed","sequence_number":{{Number(sent + 1)}},"response":{{response}}}""");
        return frames.Build();
    }
}
