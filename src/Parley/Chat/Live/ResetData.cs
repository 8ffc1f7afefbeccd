namespace Parley.Chat.Live;

/// <summary>Data of <c>hello</c> and <c>reset</c>: the number from which the feed goes on.</summary>
internal sealed record ResetData(long Seq);
