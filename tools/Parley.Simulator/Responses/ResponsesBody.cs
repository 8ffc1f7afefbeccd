using Parley.Simulator.Answers;
using Parley.Simulator.Behaviour;
using Parley.Simulator.Requests;

namespace Parley.Simulator.Responses;

/// <summary>An answer as one <c>response</c>.</summary>
internal static class ResponsesBody
{
    public static string Render(Answer answer, Spec spec, RequestFacts facts) =>
        new ResponseObject(answer, facts).Ended(Output(OutputItem.Of(answer, spec.Content)), Usage(answer, spec));

    public static string Output(OutputItem[] items) => $"[{string.Join(',', items.Select(i => i.Done()))}]";

    public static string Usage(Answer answer, Spec spec) => spec.Wire.NoUsage ? "null" : ResponsesUsage.Json(answer.Tokens);
}
