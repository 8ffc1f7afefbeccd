namespace Parley.Chat.Live;

/// <summary>More of an answer as safe HTML. What is finished stays; the open end is replaced by the next tail.</summary>
/// <param name="From">The place of the first of <paramref name="Blocks"/> among the answer's blocks.</param>
/// <param name="Blocks">Blocks that were finished since the reader's last tail.</param>
/// <param name="Tail">The open end, virtually closed.</param>
/// <param name="Rest">Text behind it that is not rendered yet.</param>
internal sealed record HtmlTail(int From, IReadOnlyList<string> Blocks, string Tail, string Rest);
