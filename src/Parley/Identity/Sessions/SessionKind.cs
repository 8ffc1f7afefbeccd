namespace Parley.Identity.Sessions;

/// <summary>How a session is carried. The names go over the wire and into the database.</summary>
internal enum SessionKind
{
    /// <summary>By a cookie.</summary>
    Browser,

    /// <summary>By refresh tokens, each good once.</summary>
    Tokens,
}
