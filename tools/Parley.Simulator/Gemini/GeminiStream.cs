using Parley.Simulator.Answers;
using Parley.Simulator.Behaviour;
using Parley.Simulator.Frames;

namespace Parley.Simulator.Gemini;

/// <summary>An answer as frames that each are a <c>GenerateContentResponse</c>. Nothing marks the end but the finish reason in the last one.</summary>
internal static class GeminiStream
{
    public static Frame[] Render(Answer answer, Spec spec, bool array)
    {
        var frames = new GeminiFrames(spec.Wire, array);
        if (GeminiBody.Blocked(answer)) frames.Add(GeminiBody.Prompt(answer, spec), content: true);
        else Candidates(frames, answer, spec);
        return frames.Build(whole: !spec.Wire.NoDone);
    }

    private static void Candidates(GeminiFrames frames, Answer answer, Spec spec)
    {
        var pieces = GeminiPieces.Of(answer, spec);
        foreach (var piece in pieces.SkipLast(1))
            frames.Add(GeminiBody.Frame(answer, spec, piece.Parts, piece.Said, piece.Thought, ""), content: true, piece.Stamped);
        var (last, tokens) = (pieces[^1], answer.Tokens);
        var finish = spec.Wire.NoDone || spec.Fault.Endless ? "" : GeminiFinish.Fields(answer, spec);
        frames.Add(GeminiBody.Frame(answer, spec, last.Parts, tokens.Output - tokens.Reasoning, tokens.Reasoning, finish), content: true, last.Stamped);
    }
}
