namespace Parley.Shared;

/// <summary>Names of authorization policies, which are the names of the scopes that they ask for.</summary>
internal static class Policies
{
    /// <summary>May administer: <c>/api/v1</c>.</summary>
    public const string Admin = "admin";

    /// <summary>May call models: <c>/v1</c>, and chat: <c>/api/v1/chat</c>.</summary>
    public const string Gateway = "gateway";

    /// <summary>A person's own things: conversations, personas, memory, files. Asks for a caller that is, or belongs to, a user.</summary>
    public const string Chat = "chat";

    /// <summary>A person in front of a screen, signed in by cookie or token, never an API key: profile, sessions, keys.</summary>
    public const string Account = "account";

    /// <summary>A person in front of a screen, or whoever may administer: what people do with their own things and administrators with all.</summary>
    public const string AccountOrAdmin = "account or admin";

    /// <summary>May do either: what callers may ask about themselves, and administrators about all.</summary>
    public const string GatewayOrAdmin = "gateway or admin";
}
