using System.Security.Claims;
using Parley.Identity.Model;
using Parley.Shared;

namespace Parley.Identity.Keys;

/// <summary>Which keys somebody sees: people their own, administrators also those that belong to nobody, keys that administer all.</summary>
internal sealed record KeyView
{
    private readonly Guid? _userId;
    private readonly bool _withNobodys;

    private KeyView(Guid? userId, bool withNobodys) => (_userId, _withNobodys) = (userId, withNobodys);

    public static KeyView All { get; } = new(null, true);

    /// <summary>One person's, for whoever administers.</summary>
    public static KeyView OfPerson(Guid userId) => new(userId, withNobodys: false);

    public static KeyView Of(ClaimsPrincipal user) => CallerIdentity.Of(user) is { Credential.Kind: not CredentialKind.ApiKey }
        ? new KeyView(CallerIdentity.UserId(user), CallerIdentity.May(user, Policies.Admin))
        : All;

    public IQueryable<ApiKey> Of(IQueryable<ApiKey> keys) =>
        _userId is not { } own ? keys : _withNobodys ? keys.Where(k => k.UserId == own || k.UserId == null) : keys.Where(k => k.UserId == own);
}
