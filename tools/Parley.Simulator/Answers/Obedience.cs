using Parley.Simulator.Requests;

namespace Parley.Simulator.Answers;

/// <summary>A model ends at a stop sequence, which it does not say, or when it may say no more.</summary>
internal static class Obedience
{
    public static Answer Apply(Answer answer, Conversation conversation)
    {
        if (answer.Parts is not [.., TextPart text]) return answer;
        var (pieces, ending, stop) = (text.Pieces, answer.Ending, (string?)null);
        var whole = text.Text;
        var cut = conversation.StopSequences
            .Select(s => (Stop: s, At: whole.IndexOf(s, StringComparison.Ordinal)))
            .Where(s => s.At >= 0).OrderBy(s => s.At).FirstOrDefault();
        if (cut.Stop is not null) (pieces, ending, stop) = (Words.Cut(whole[..cut.At]), Ending.StopSequence, cut.Stop);
        if (conversation.MaxTokens is { } most && pieces.Count > most) (pieces, ending, stop) = ([.. pieces.Take(most)], Ending.Length, null);
        return answer with { Parts = [.. answer.Parts.SkipLast(1), text with { Pieces = pieces }], Ending = ending, StopSequence = stop };
    }
}
