using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Gemini;

/// <summary>Words of the answer that a source supports.</summary>
/// <param name="Source">The source's number in the list.</param>
/// <param name="Part">The part of the content in which the words stand.</param>
/// <param name="Start">First byte of them in that part, counted in UTF-8.</param>
/// <param name="End">The byte after the last.</param>
/// <param name="Text">The words; empty when the vendor leaves them out.</param>
internal readonly record struct ChunkSupport(int Source, int Part, int Start, int End, JsonText Text);
