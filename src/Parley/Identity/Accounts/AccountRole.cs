namespace Parley.Identity.Accounts;

/// <summary>What a person may do. The names go over the wire and into the database.</summary>
internal enum AccountRole
{
    Member,
    Admin,
}
