namespace Parley.Gateway.Routing.Health;

/// <summary>A provider's credentials, which are used in turn: those that are in force, and of them first those that nothing is held against.
/// Not safe for threads; <c>now</c> is an argument.</summary>
internal sealed class CredentialRing
{
    private const string Keyless = "";

    private readonly Dictionary<string, CredentialState> _states = new(StringComparer.Ordinal);
    private int _turn = -1;

    public CredentialState Of(UpstreamConfig upstream, string? id) => Of(id ?? (upstream.Credentials is [var only] ? only.Id : Keyless));

    /// <summary>Chooses whose turn it is. <paramref name="isTrial"/>: the provider itself is tried, so a credential's own failures do not matter.</summary>
    public Entry TryChoose(UpstreamConfig upstream, TimeSpan now, TimeProvider time, in EntryWish wish, bool isTrial, out UpstreamCredential? key, out CredentialState state)
    {
        (key, state) = (null, null!);
        var all = upstream.Credentials;
        if (all.IsEmpty)
        {
            state = Of(Keyless);
            var refusal = Rank(state, upstream, now, wish, isTrial: true, out _);
            return refusal;
        }

        var start = all.Length == 1 ? 0 : (int)((uint)++_turn % (uint)all.Length);
        var (best, why) = (int.MaxValue, Entry.NoCredential);
        DateTimeOffset? at = null;
        for (var i = 0; i < all.Length && best > 0; i++)
        {
            var one = all[(start + i) % all.Length];
            if (one.ExpiresAt is { } end && end <= (at ??= time.GetUtcNow())) continue;
            var known = Of(one.Id);
            var entry = Rank(known, upstream, now, wish, isTrial || all.Length == 1, out var rank);
            if (entry == Entry.Entered && rank < best) (best, key, state) = (rank, one, known);
            else if (entry is Entry.Resting || (entry == Entry.Spent && why != Entry.Resting)) why = entry;
        }

        return key is null ? why : Entry.Entered;
    }

    /// <summary>Some credential could be used now, or none is needed.</summary>
    public bool IsUsable(UpstreamConfig upstream, TimeSpan now, DateTimeOffset at)
    {
        if (!upstream.Breaker) return true;
        if (upstream.Credentials.IsEmpty) return !_states.TryGetValue(Keyless, out var keyless) || keyless.IsInForce(now);
        foreach (var one in upstream.Credentials)
            if (!(one.ExpiresAt <= at) && (!_states.TryGetValue(one.Id, out var state) || state.IsInForce(now))) return true;
        return false;
    }

    /// <summary>How long until some credential is tried again, or the provider has rested.</summary>
    public TimeSpan Wait(UpstreamConfig upstream, TimeSpan now)
    {
        TimeSpan? least = null;
        foreach (var id in Ids(upstream))
        {
            if (!_states.TryGetValue(id, out var state)) continue;
            var (aside, rest) = (state.AsideLeft(now), state.RestLeft(now));
            var wait = aside > rest ? aside : rest;
            if (least is null || wait < least) least = wait;
        }

        return least ?? TimeSpan.Zero;
    }

    public IReadOnlyDictionary<string, string> Aside(UpstreamConfig upstream) =>
        Ids(upstream).Select(id => _states.GetValueOrDefault(id)).Where(s => s?.AsideBecause is not null).ToDictionary(s => s!.Id, s => s!.AsideBecause!, StringComparer.Ordinal);

    public HealthFacts Describe(HealthFacts facts, UpstreamConfig upstream, TimeSpan now, DateTimeOffset at)
    {
        var live = upstream.Credentials.Count(c => !(c.ExpiresAt <= at));
        var known = Ids(upstream, at).Select(id => _states.GetValueOrDefault(id)).OfType<CredentialState>().ToList();
        var aside = known.Where(s => s.AsideBecause is not null).ToList();
        return facts with
        {
            Credentials = Math.Max(live, 1),
            IsExpired = live == 0 && upstream.Credentials.Length > 0,
            Aside = aside.Count,
            AsideBecause = aside.FirstOrDefault()?.AsideBecause,
            IsSuspected = known.Any(s => s.IsSuspected(now)),
            Rest = known.Count == Math.Max(live, 1) ? known.Min(s => s.RestLeft(now)) : TimeSpan.Zero,
        };
    }

    public UpstreamCredential? NextToProbe(UpstreamConfig upstream, TimeSpan now, DateTimeOffset at)
    {
        var live = upstream.Credentials.Where(c => !(c.ExpiresAt <= at)).ToList();
        if (live.Count == 0) return null;
        return live.Find(c => _states.TryGetValue(c.Id, out var state) && state.IsSuspected(now))
            ?? live[(int)((uint)++_turn % (uint)live.Count)];
    }

    private static Entry Rank(CredentialState state, UpstreamConfig upstream, TimeSpan now, in EntryWish wish, bool isTrial, out int rank)
    {
        rank = 0;
        if (wish.Spent?.Contains(state) == true) return Entry.Spent;
        if (!state.IsInForce(now))
        {
            // Where nothing is to be skipped, a refused credential still serves when there is no other.
            if (upstream.Breaker) return Entry.NoCredential;
            rank = 4;
        }

        if (state.IsResting(now))
        {
            if (!wish.DespiteRest) return Entry.Resting;
            rank = Math.Max(rank, 3);
        }

        if (!isTrial && upstream.Breaker && !state.Breaker.Allows(now)) rank = Math.Max(rank, 2);
        if (state.IsSuspected(now)) rank = Math.Max(rank, 1);
        return Entry.Entered;
    }

    private static IEnumerable<string> Ids(UpstreamConfig upstream, DateTimeOffset? at = null) =>
        upstream.Credentials.IsEmpty ? [Keyless] : upstream.Credentials.Where(c => at is null || !(c.ExpiresAt <= at)).Select(c => c.Id);

    private CredentialState Of(string id)
    {
        if (_states.TryGetValue(id, out var state)) return state;
        state = new CredentialState(id);
        _states.Add(id, state);
        return state;
    }
}
