namespace Parley.Shared;

/// <summary>Names of authorization policies, which are the names of the scopes that they ask for.</summary>
internal static class Policies
{
    /// <summary>May administer: <c>/api/v1</c>.</summary>
    public const string Admin = "admin";

    /// <summary>May call models: <c>/v1</c>, and chat: <c>/api/v1/chat</c>.</summary>
    public const string Gateway = "gateway";
}
