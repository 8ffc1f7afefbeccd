using Microsoft.AspNetCore.Identity;
using Parley.Identity.Accounts;
using Parley.Identity.SigningIn;

namespace Parley.Identity.Passkeys;

/// <summary>Passkeys (WebAuthn), with the framework's handler: registered, used to sign in, taken away. A passkey needs the device's own lock, so it is both factors in one.</summary>
internal sealed class PasskeyDesk(IPasskeyHandler<User> handler, UserManager<User> users, PasskeyState states, TimeProvider time)
{
    public const int MostPasskeys = 20, MaxName = 100;

    private const string SigningIn = "sign in";

    /// <summary>What <c>navigator.credentials.create</c> takes, as JSON, and the state that goes back with its answer.</summary>
    public async Task<(string Options, string State)> BeginAddingAsync(User user, HttpContext context)
    {
        var made = await handler.MakeCreationOptionsAsync(new PasskeyUserEntity { Id = user.Id.ToString(), Name = user.Email!, DisplayName = user.DisplayName }, context);
        return (made.CreationOptionsJson, states.Seal(Adding(user.Id), made.AttestationState!));
    }

    /// <summary>Keeps a new passkey; null when the answer is no good.</summary>
    public async Task<UserPasskeyInfo?> AddAsync(User user, string state, string credential, string name, HttpContext context)
    {
        if (await states.OpenAsync(Adding(user.Id), state, context.RequestAborted) is not { } opened) return null;
        var result = await handler.PerformAttestationAsync(new PasskeyAttestationContext { CredentialJson = credential, HttpContext = context, AttestationState = opened });
        if (!result.Succeeded || result.UserEntity.Id != user.Id.ToString()) return null;
        if (await users.FindByPasskeyIdAsync(result.Passkey.CredentialId) is not null || await users.FindByIdAsync(user.Id.ToString()) is not { } current) return null;
        result.Passkey.Name = name;
        return (await users.AddOrUpdatePasskeyAsync(current, result.Passkey)).Succeeded ? result.Passkey : null;
    }

    /// <summary>What <c>navigator.credentials.get</c> takes, as JSON, and the state that goes back with its answer. Names no account: the device knows.</summary>
    public async Task<(string Options, string State)> BeginSigningInAsync(HttpContext context)
    {
        var made = await handler.MakeRequestOptionsAsync(null, context);
        return (made.RequestOptionsJson, states.Seal(SigningIn, made.AssertionState!));
    }

    public async Task<SignInOutcome> SignInAsync(string state, string credential, HttpContext context)
    {
        if (await states.OpenAsync(SigningIn, state, context.RequestAborted) is not { } opened) return new(SignInState.Wrong);
        var result = await handler.PerformAssertionAsync(new PasskeyAssertionContext { CredentialJson = credential, HttpContext = context, AssertionState = opened });
        if (!result.Succeeded) return new(SignInState.Wrong);
        // The count of uses, by which a copied passkey shows.
        await users.AddOrUpdatePasskeyAsync(result.User, result.Passkey);
        return result.User.DisabledAt is not null ? new(SignInState.Disabled) : new(SignInState.Done, result.User);
    }

    public async Task<IReadOnlyList<UserPasskeyInfo>> ListAsync(Guid userId) =>
        await users.FindByIdAsync(userId.ToString()) is { } user ? [.. await users.GetPasskeysAsync(user)] : [];

    public async Task<bool> RemoveAsync(Guid userId, byte[] credentialId)
    {
        if (await users.FindByIdAsync(userId.ToString()) is not { } user || await users.GetPasskeyAsync(user, credentialId) is null) return false;
        return (await users.RemovePasskeyAsync(user, credentialId)).Succeeded;
    }

    public string NameNow() => $"Passkey of {time.GetUtcNow():yyyy-MM-dd}";

    private static string Adding(Guid userId) => $"add to {userId}";
}
