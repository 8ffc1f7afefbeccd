namespace Parley.Simulator.Gemini;

/// <summary>What one frame adds to an answer.</summary>
/// <param name="Parts">Parts of the content, as JSON.</param>
/// <param name="Said">Tokens of the answer so far.</param>
/// <param name="Thought">Tokens of the reasoning so far.</param>
/// <param name="Stamped">The text holds a place for a time.</param>
internal readonly record struct GeminiPiece(string Parts, int Said, int Thought, bool Stamped = false);
