namespace Parley.Identity;

/// <summary>Who may make an account, once there is a first one.</summary>
internal enum SignUp
{
    Closed,
    Invitation,
    Open,
}
