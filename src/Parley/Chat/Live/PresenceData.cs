namespace Parley.Chat.Live;

/// <summary>Data of a <c>presence</c>: how many connections the person has on this node, and whether one of them said that somebody looks at it.</summary>
internal sealed record PresenceData(int Connections, bool? IsActive);
