using System.ComponentModel;

namespace Parley.Identity.Sessions;

/// <summary>A session as its person sees it.</summary>
internal sealed record SessionView(
    Guid Id,
    [property: Description("browser (a cookie) or tokens (a program).")] SessionKind Kind,
    [property: Description("How the person signed in: password, passkey, or the name of an outside issuer.")] string Method,
    DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt, DateTimeOffset ExpiresAt, string? Address, string? UserAgent,
    [property: Description("The one that asks.")] bool IsCurrent)
{
    public static SessionView Of(Session session, Guid? current) => new(
        session.Id, session.Kind, session.Method, session.CreatedAt, session.LastSeenAt, session.ExpiresAt, session.Address, session.UserAgent, session.Id == current);
}
