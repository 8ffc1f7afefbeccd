using Parley.Simulator.Answers;
using Parley.Simulator.Behaviour;
using Parley.Simulator.Requests;

namespace Parley.Simulator.Responses;

/// <summary>An answer as one <c>response</c>.</summary>
internal static class ResponsesBody
{
    public static string Render(Answer answer, Spec spec, RequestFacts facts) =>
        new ResponseObject(answer, facts).Ended(Output(answer, OutputItem.Of(answer, spec.Content)), Usage(answer, spec));

    public static string Output(Answer answer, OutputItem[] items) => $"[{string.Join(',', items.Select(i => i.Done(answer.Ending)))}]";

    public static string Usage(Answer answer, Spec spec) => spec.Wire.NoUsage ? "null" : ResponsesUsage.Json(answer.Tokens);
}
