namespace Parley.Identity.Accounts;

/// <summary>What came of changing what somebody may do.</summary>
internal enum RightsChange
{
    Done,
    Unknown,

    /// <summary>Nobody could administer any more: refused.</summary>
    LastAdministrator,

    /// <summary>Somebody changed the account meanwhile.</summary>
    Mismatch,
}
