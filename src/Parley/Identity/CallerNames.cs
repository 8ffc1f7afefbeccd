using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Identity.Accounts;
using Parley.Identity.Model;

namespace Parley.Identity;

/// <summary>What people and keys are called, for lists of what they did.</summary>
internal sealed class CallerNames(IDbContextFactory<ParleyDbContext> databases)
{
    /// <summary>Names by the ids of people and of keys; without those that are not there any more.</summary>
    public async Task<(IReadOnlyDictionary<string, string> People, IReadOnlyDictionary<string, string> Keys)> FindAsync(
        IEnumerable<string?> userIds, IEnumerable<string?> keyIds, CancellationToken cancellationToken)
    {
        var people = userIds.Distinct().Where(id => Guid.TryParse(id, out _)).Select(id => Guid.Parse(id!)).ToList();
        var keys = keyIds.OfType<string>().Distinct().ToList();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return (
            await db.Set<User>().Where(u => people.Contains(u.Id)).ToDictionaryAsync(u => u.Id.ToString(), u => u.DisplayName, cancellationToken),
            await db.Set<ApiKey>().Where(k => keys.Contains(k.Id)).ToDictionaryAsync(k => k.Id, k => k.Name, cancellationToken));
    }
}
