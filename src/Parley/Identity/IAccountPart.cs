using Parley.Data;

namespace Parley.Identity;

/// <summary>Port: what a module keeps for people. Called in the transaction that makes, changes or deletes an account, which may be tried again after a lost connection.</summary>
internal interface IAccountPart
{
    /// <summary>The account was just made.</summary>
    Task MadeAsync(ParleyDbContext db, Guid userId, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The person chose something of the interface.</summary>
    Task PreferencesChangedAsync(ParleyDbContext db, Guid userId, Preferences preferences, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The account is about to go: so must what is kept for it.</summary>
    Task DeletingAsync(ParleyDbContext db, Guid userId, CancellationToken cancellationToken);

    /// <summary>What was told of this person before is committed.</summary>
    void Committed(Guid userId)
    {
    }
}
