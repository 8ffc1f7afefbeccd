using Parley.Gateway.Messages;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Pipeline.Admission;

/// <summary>
/// What keys, users, models and providers have left of their limits, as this process knows. A request takes of its key's, its user's and its
/// model's before anybody is called, and of a provider's before it is called there; what it used is corrected when its call is settled.
/// </summary>
internal sealed class LimitBook(UserLimits perUser, TimeProvider time)
{
    private readonly Allowances _keys = new(), _users = new(), _models = new(), _providers = new();
    private readonly Limit _perUser = Limit.Of(perUser.ToCallerLimits());

    /// <summary>Clock ticks of this book; from no particular moment.</summary>
    private long Now => time.GetElapsedTime(0).Ticks;

    /// <summary>What the clock on the wall shows.</summary>
    public DateTimeOffset UtcNow => time.GetUtcNow();

    /// <summary>Whether any limit stands before this request.</summary>
    public bool Concerns(LlmRequest request) =>
        request.Caller.Limits is not null || request.Route!.Limits is not null || (request.Caller.UserId is not null && !_perUser.IsNone);

    /// <summary>Takes what the request takes, of all or of none. Null when it may pass.</summary>
    public GatewayFault? Take(LlmRequest request)
    {
        var subjects = Of(request);
        var (expected, now) = (Expected(subjects, request), Now);
        for (var i = 0; i < Subjects.Length; i++)
        {
            var subject = subjects[i];
            var shortage = subject.Allowances.Take(subject.Name, subject.Limit, expected, now);
            if (shortage.IsNone) continue;
            for (var taken = 0; taken < i; taken++) subjects[taken].Allowances.GiveBack(subjects[taken].Name, subjects[taken].Limit, expected);
            return Longest(subjects, i, shortage, expected, now);
        }

        request.TokensTaken = expected;
        return null;
    }

    /// <summary>Whether something of the request has to be told at its end: it counts as running, or its tokens were only expected.</summary>
    public bool Holds(LlmRequest request)
    {
        var subjects = Of(request);
        foreach (ref readonly var subject in (ReadOnlySpan<Subject>)subjects)
            if (subject.Limit.Running > 0 || subject.Limit.Tokens > 0) return true;
        return false;
    }

    /// <summary>The request has ended: once for each that was taken and is held. Tokens that no settlement spoke of were not used.</summary>
    public void Leave(LlmRequest request)
    {
        Used(request, 0);
        var subjects = Of(request);
        foreach (ref readonly var subject in (ReadOnlySpan<Subject>)subjects) subject.Allowances.Leave(subject.Name, subject.Limit);
    }

    /// <summary>Takes a call of a candidate's provider, and of the models whose limits stand before it there; what an earlier candidate did not use goes
    /// back to it. False with the wait when one of them is at its limit: then nothing was taken, and it is not to be called.</summary>
    /// <param name="request">Whose call it is.</param>
    /// <param name="target">Who is to be called.</param>
    /// <param name="fault">The limit that was reached.</param>
    /// <param name="running">Ends what counts as running; to be disposed of when the call has ended. Null for nothing.</param>
    public bool TryTakeAt(LlmRequest request, UpstreamTarget target, out GatewayFault? fault, out IDisposable? running)
    {
        UsedThere(request, 0);
        (fault, running) = (null, null);
        var provider = new Subject(_providers, target.Upstream.Name, Limit.Rates(target.Upstream.Limits), SubjectKind.Provider);
        if (provider.Limit.IsNone && target.ModelLimits is null) return true;
        var expected = CountsTokens(provider.Limit, target.ModelLimits) ? Math.Max(1, ExpectedTokens.Of(request)) : 0;
        var now = Now;
        var shortage = _providers.Take(provider.Name, provider.Limit, expected, now);
        if (!shortage.IsNone)
        {
            fault = LimitFaults.Of(provider, shortage);
            return false;
        }

        var counts = false;
        for (var model = target.ModelLimits; model is not null; model = model.And)
        {
            var limit = Limit.Of(model.Limits);
            counts |= limit.Running > 0;
            shortage = _models.Take(model.Model, limit, expected, now);
            if (shortage.IsNone) continue;
            for (var taken = target.ModelLimits!; !ReferenceEquals(taken, model); taken = taken.And!) _models.GiveBack(taken.Model, Limit.Of(taken.Limits), expected);
            _providers.GiveBack(provider.Name, provider.Limit, expected);
            fault = LimitFaults.Of(new Subject(_models, model.Model, limit, SubjectKind.Model), shortage);
            return false;
        }

        if (counts) running = new RunningCall(_models, target.ModelLimits!);
        (request.TakenAt, request.TokensTakenThere) = (target, expected);
        return true;
    }

    /// <summary>A call is settled: what it used is known.</summary>
    public void Settled(LlmRequest request, UsageSettlement settlement)
    {
        var used = settlement is { IsCached: false, Usage: { } usage } ? usage.PromptTokens + usage.CompletionTokens : 0;
        if (Concerns(request)) Used(request, used);
        UsedThere(request, used);
    }

    /// <summary>The tightest of the limits of a request's key and user, for its caller; no capacity where there is none.</summary>
    public (TokenBucket Requests, TokenBucket Tokens) View(LlmRequest request)
    {
        var subjects = Of(request);
        var (key, user, now) = (subjects[0], subjects[1], Now);
        var one = key.Limit.IsNone ? default : key.Allowances.View(key.Name, key.Limit, now);
        if (user.Limit.IsNone) return one;
        var other = user.Allowances.View(user.Name, user.Limit, now);
        return (Tighter(one.Requests, other.Requests), Tighter(one.Tokens, other.Tokens));
    }

    private static TokenBucket Tighter(TokenBucket one, TokenBucket other) =>
        one.Capacity == 0 || (other.Capacity > 0 && other.Left < one.Left) ? other : one;

    private void Used(LlmRequest request, long tokens)
    {
        var (taken, now) = (request.TokensTaken, 0L);
        request.TokensTaken = 0;
        if (taken == 0 && tokens == 0) return;
        var subjects = Of(request);
        foreach (ref readonly var subject in (ReadOnlySpan<Subject>)subjects)
        {
            if (subject.Limit.Tokens == 0) continue;
            if (now == 0) now = Now;
            subject.Allowances.Correct(subject.Name, subject.Limit, tokens - (taken == 0 ? 0 : subject.Limit.TokensFor(taken)), now);
        }
    }

    private void UsedThere(LlmRequest request, long tokens)
    {
        if (request.TakenAt is not { } target) return;
        var taken = request.TokensTakenThere;
        (request.TakenAt, request.TokensTakenThere) = (null, 0);
        if (taken == 0) return;
        var limit = Limit.Rates(target.Upstream.Limits);
        _providers.Correct(target.Upstream.Name, limit, tokens - limit.TokensFor(taken), Now);
        for (var model = target.ModelLimits; model is not null; model = model.And)
        {
            limit = Limit.Of(model.Limits);
            _models.Correct(model.Model, limit, tokens - limit.TokensFor(taken), Now);
        }
    }

    private static bool CountsTokens(in Limit provider, ModelLimits? models) =>
        provider.Tokens > 0 || models is not null && (models.Limits.TokensPerMinute > 0 || CountsTokens(default, models.And));

    private static long Expected(in Subjects subjects, LlmRequest request)
    {
        foreach (ref readonly var subject in (ReadOnlySpan<Subject>)subjects)
            if (subject.Limit.Tokens > 0) return Math.Max(1, ExpectedTokens.Of(request));
        return 0;
    }

    /// <summary>Whoever waits for one limit shall not find the next one closed: the longest wait is told.</summary>
    private static GatewayFault Longest(in Subjects subjects, int first, Shortage shortage, long expected, long now)
    {
        var which = first;
        for (var i = 0; i < Subjects.Length; i++)
        {
            var other = i == first ? default : subjects[i].Allowances.Look(subjects[i].Name, subjects[i].Limit, expected, now);
            if (other.Wait > shortage.Wait) (which, shortage) = (i, other);
        }

        return LimitFaults.Of(subjects[which], shortage);
    }

    private Subjects Of(LlmRequest request)
    {
        var caller = request.Caller;
        var subjects = default(Subjects);
        subjects[0] = new Subject(_keys, caller.KeyId ?? caller.UserId ?? caller.Name, Limit.Of(caller.Limits), SubjectKind.Key);
        subjects[1] = new Subject(_users, caller.UserId ?? "", caller.UserId is null ? default : _perUser, SubjectKind.User);
        subjects[2] = new Subject(_models, request.Route!.LimitedAs, Limit.Of(request.Route.Limits), SubjectKind.Model);
        return subjects;
    }
}
