using Parley.Simulator.Answers;
using Parley.Simulator.Behaviour;

namespace Parley.Simulator.Gemini;

/// <summary>An answer cut into the parts that each frame brings: text piece by piece, everything else whole.</summary>
internal sealed class GeminiPieces(Answer answer, Spec spec)
{
    private readonly List<GeminiPiece> _pieces = [];
    private readonly string? _signature = GeminiParts.Signature(answer);
    private int _said;
    private int _thought;

    public static IReadOnlyList<GeminiPiece> Of(Answer answer, Spec spec) => new GeminiPieces(answer, spec).Cut();

    private List<GeminiPiece> Cut()
    {
        foreach (var part in answer.Parts) Add(part);
        AddCalls([.. answer.Parts.OfType<ToolCallPart>()]);
        // The signature of an answer in words comes with an empty text, after all of them.
        if (_signature is not null && !answer.Parts.OfType<ToolCallPart>().Any()) _pieces.Add(new(GeminiParts.Text("", _signature), _said, _thought));
        if (_pieces.Count == 0) _pieces.Add(new(GeminiParts.Text(""), 0, 0));
        return _pieces;
    }

    private void Add(Part part)
    {
        switch (part)
        {
            case ThinkingPart:
                foreach (var piece in part.Pieces) _pieces.Add(new(GeminiParts.Thought(piece), _said, ++_thought));
                break;
            case ServerSearchPart:
                _said += part.Pieces.Count;
                _pieces.Add(new(GeminiParts.Code, _said, _thought));
                _pieces.Add(new(GeminiParts.CodeResult, _said, _thought));
                break;
            case TextPart:
                foreach (var piece in part.Pieces) _pieces.Add(new(GeminiParts.Text(piece), ++_said, _thought, answer.Stamped));
                break;
        }
    }

    /// <summary>Calls come whole, two in a frame; the first one has the signature of the reasoning before it.</summary>
    private void AddCalls(ToolCallPart[] calls)
    {
        foreach (var pair in calls.Chunk(2))
        {
            _said += pair.Sum(c => c.Pieces.Count);
            var parts = pair.Select(c => GeminiParts.Call(c, spec.Content.CallIds, c == calls[0] ? _signature : null));
            _pieces.Add(new(string.Join(',', parts), _said, _thought));
        }
    }
}
