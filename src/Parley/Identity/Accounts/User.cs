using Microsoft.AspNetCore.Identity;

namespace Parley.Identity.Accounts;

/// <summary>A person with an account. Whoever makes one gives it a version 7 id, so that ids sort by time.</summary>
internal sealed class User : IdentityUser<Guid>;
