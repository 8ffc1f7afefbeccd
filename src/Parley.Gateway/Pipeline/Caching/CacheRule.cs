using System.Text.Json;
using Parley.Gateway.Dialects;
using Parley.Gateway.Http.Responses;
using Parley.Gateway.Messages;
using Parley.Gateway.Ports;

namespace Parley.Gateway.Pipeline.Caching;

/// <summary>How one request uses the cache. Pure.</summary>
/// <param name="Owner">Whose answers it may get; null when it can get none, and wants nothing else.</param>
/// <param name="MaxAge">The oldest answer that it takes; null for any that is kept.</param>
/// <param name="KeepFor">How long its own answer is kept; zero for not.</param>
/// <param name="OnlyIfCached">Nothing is sent to a model.</param>
internal readonly record struct CacheRule(CacheOwner? Owner, TimeSpan? MaxAge, TimeSpan KeepFor, bool OnlyIfCached)
{
    /// <summary>
    /// Decides; null when the cache is not asked. What the caller says counts; where it says nothing, its key and its route may have the
    /// answers to deterministic requests kept: those at temperature 0, and embeddings and token counts, which have no temperature.
    /// </summary>
    /// <param name="request">The request, with its route.</param>
    /// <param name="longest">Longest time that answers are kept.</param>
    public static CacheRule? Of(LlmRequest request, TimeSpan longest)
    {
        if (request.Cache is { } wish) return wish.IsNoStore ? null : Of(request, wish, longest);
        var policy = Shorter(request.Caller.CacheFor, request.Route?.Rule?.CacheFor);
        if (policy is not { } keepFor || !IsDeterministic(request)) return null;
        return Of(request, new CacheWish { MaxAge = keepFor }, longest);
    }

    /// <summary>Whether a kept answer may be given now.</summary>
    public bool Takes(CachedResponse? response, DateTimeOffset now) =>
        response is not null && now < response.ExpiresAt && (MaxAge is not { } age || now - response.CreatedAt <= age) && response.Head is not null;

    private static CacheRule? Of(LlmRequest request, CacheWish wish, TimeSpan longest)
    {
        var keepFor = wish.OnlyIfCached ? TimeSpan.Zero : Min(wish.MaxAge ?? TimeSpan.Zero, longest);
        var owner = longest > TimeSpan.Zero && (keepFor > TimeSpan.Zero || wish.OnlyIfCached) && CanBeKept(request) ? CacheOwner.Of(request.Caller) : null;
        return owner is null && !wish.OnlyIfCached ? null : new CacheRule(owner, wish.MaxAge, keepFor, wish.OnlyIfCached);
    }

    /// <summary>
    /// Text, embeddings and counts. A response that can be asked for again, or that goes on from one, has an id that stands for one answer
    /// of one conversation: giving it twice would mix two of them up. What goes on from a broken answer answers another question than its body,
    /// and what races a late call must not wait for it.
    /// </summary>
    private static bool CanBeKept(LlmRequest request)
    {
        if (request.Operation is not (LlmOperation.Generate or LlmOperation.Embed or LlmOperation.CountTokens) || request.Upload is not null || request.Continues is not null || request.Hedges is not null) return false;
        if (request.Format != WireFormat.Responses || request.Operation == LlmOperation.CountTokens) return true;
        return ResponseFacts.Read(request.Body.Span) is { IsStored: false, IsBackground: false, PreviousId: null };
    }

    private static bool IsDeterministic(LlmRequest request) => request.Operation switch
    {
        LlmOperation.Embed or LlmOperation.CountTokens => true,
        LlmOperation.Generate => IsAtZero(request.Body.Span),
        _ => false,
    };

    /// <summary>The body says <c>"temperature": 0</c>, once.</summary>
    private static bool IsAtZero(ReadOnlySpan<byte> body)
    {
        var json = new Utf8JsonReader(body);
        var isZero = false;
        try
        {
            json.Read();
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var isTemperature = json.ValueTextEquals("temperature"u8);
                json.Read();
                if (isTemperature)
                {
                    if (isZero || json.TokenType != JsonTokenType.Number || !json.TryGetDouble(out var value) || value != 0) return false;
                    isZero = true;
                }

                json.Skip();
            }
        }
        catch (Exception problem) when (BadJson.Is(problem))
        {
            return false;
        }

        return isZero;
    }

    private static TimeSpan? Shorter(TimeSpan? one, TimeSpan? other) => one is null ? other : other is null ? one : Min(one.Value, other.Value);

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
