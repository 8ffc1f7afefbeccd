namespace Parley.Identity.Tokens;

/// <summary>What a genuine refresh token says: of which session it is, the how manieth, and its hash.</summary>
internal readonly record struct RefreshToken(Guid SessionId, int Generation, byte[] Hash);
