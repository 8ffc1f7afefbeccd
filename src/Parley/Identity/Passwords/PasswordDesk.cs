using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Parley.Identity.Accounts;

namespace Parley.Identity.Passwords;

/// <summary>Hashes and checks passwords, a few at a time: each costs a tenth of a second of a processor, on purpose, and model calls need those too.
/// For an account that does not exist the same work is done, so that the time tells nothing.</summary>
internal sealed class PasswordDesk(IPasswordHasher<User> hasher) : IDisposable
{
    private const int MostWaiting = 64;
    private static readonly User Nobody = new();

    private readonly SemaphoreSlim _seats = new(Math.Max(1, Environment.ProcessorCount / 2));
    private int _here;
    private string? _decoy;

    /// <summary>Null when too many wait already.</summary>
    public Task<string?> HashAsync(string password, CancellationToken cancellationToken) =>
        SitAsync<string?>(() => hasher.HashPassword(Nobody, password), null, cancellationToken);

    public Task<PasswordCheck> CheckAsync(string? hash, string password, CancellationToken cancellationToken) =>
        SitAsync(() => Check(hash, password), PasswordCheck.Busy, cancellationToken);

    public void Dispose() => _seats.Dispose();

    private PasswordCheck Check(string? hash, string password)
    {
        _decoy ??= hasher.HashPassword(Nobody, Convert.ToBase64String(RandomNumberGenerator.GetBytes(24)));
        var result = hasher.VerifyHashedPassword(Nobody, hash ?? _decoy, password);
        if (hash is null) return PasswordCheck.Wrong;
        return result switch
        {
            PasswordVerificationResult.Success => PasswordCheck.Right,
            PasswordVerificationResult.SuccessRehashNeeded => PasswordCheck.RightButOld,
            _ => PasswordCheck.Wrong,
        };
    }

    private async Task<T> SitAsync<T>(Func<T> work, T busy, CancellationToken cancellationToken)
    {
        try
        {
            if (Interlocked.Increment(ref _here) > MostWaiting) return busy;
            await _seats.WaitAsync(cancellationToken);
            try
            {
                return work();
            }
            finally
            {
                _seats.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _here);
        }
    }
}
