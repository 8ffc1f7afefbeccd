using System.Buffers.Text;
using System.ComponentModel;
using System.Text.Json;
using Microsoft.AspNetCore.Identity;

namespace Parley.Identity.Endpoints;

/// <summary>The body of POST /api/v1/auth/passkeys/options.</summary>
internal sealed record PasskeyOptionsWanted([property: Description("signIn (the default), or register: to add one to the account that is signed in.")] PasskeyPurpose For = PasskeyPurpose.SignIn);

/// <summary>What a passkey is asked for.</summary>
internal enum PasskeyPurpose
{
    SignIn,
    Register,
}

/// <summary>A challenge for an authenticator.</summary>
internal sealed record PasskeyOptionsView(
    [property: Description("Goes back with the answer, within five minutes, once.")] string State,
    [property: Description("For navigator.credentials.get or .create, by way of PublicKeyCredential.parseRequestOptionsFromJSON or parseCreationOptionsFromJSON.")] JsonElement Options);

/// <summary>An authenticator's answer, for signing in.</summary>
internal sealed record PasskeyAnswer(string State, [property: Description("The credential, as its toJSON() gives it.")] JsonElement Credential);

/// <summary>An authenticator's answer, for adding a passkey.</summary>
internal sealed record PasskeyWanted(string State, [property: Description("The credential, as its toJSON() gives it.")] JsonElement Credential,
    [property: Description("How its owner calls it: 1 to 100 characters.")] string? Name = null);

/// <summary>A passkey as its owner sees it.</summary>
internal sealed record PasskeyView(string Id, string? Name, DateTimeOffset CreatedAt, [property: Description("Kept by a service of the device's maker, on several devices.")] bool IsBackedUp)
{
    public static PasskeyView Of(UserPasskeyInfo passkey) => new(Base64Url.EncodeToString(passkey.CredentialId), passkey.Name, passkey.CreatedAt, passkey.IsBackedUp);
}
