namespace Parley.Gateway.Routing.Classifying;

/// <summary>What kind of request it is, and what showed it.</summary>
/// <param name="Context">The kind.</param>
/// <param name="Sign">What showed it, in a word of ours; never a word of the prompt.</param>
internal readonly record struct ClassifiedRequest(RequestContext Context, string Sign);
