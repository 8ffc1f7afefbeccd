using System.Text;
using Parley.Simulator.Answers;
using Parley.Simulator.Behaviour;

namespace Parley.Simulator.Responses;

/// <summary>What <c>/responses/compact</c> gives: one item that nobody else can read, in the place of the conversation. It has no status.</summary>
internal static class Compaction
{
    public static string Render(Answer answer, Spec spec)
    {
        var sealedWords = Convert.ToBase64String(Encoding.UTF8.GetBytes(answer.Id));
        return $$"""{"id":"{{answer.Id}}","object":"response.compaction","created_at":1700000000,"output":[{"id":"cmp_{{answer.Id}}","type":"compaction","encrypted_content":"{{sealedWords}}"}],"usage":{{ResponsesBody.Usage(answer, spec)}}}""";
    }
}
