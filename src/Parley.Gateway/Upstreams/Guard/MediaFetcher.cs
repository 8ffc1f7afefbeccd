using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Parley.Gateway.Dialects;
using Parley.Gateway.Messages;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Upstreams.Guard;

/// <summary>
/// Fetches pictures and documents that a caller names by their addresses, for vendors that cannot fetch them themselves. Only from the public
/// internet, whatever the provider is allowed; bounded in size, number and time; and only what really is a picture or a PDF. What cannot be
/// fetched stays an address, and the writer of the vendor's format deals with it as with all that it cannot carry; but an address within some
/// network goes to nobody.
/// </summary>
public sealed partial class MediaFetcher : IDisposable
{
    private const int MostFiles = 20, MostRedirects = 3;
    private const int MostBytes = 20 * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly HttpMessageInvoker _client;
    private readonly TimeProvider _time;
    private readonly ILogger<MediaFetcher> _log;

    /// <summary>Resolves names with the system's resolver.</summary>
    public MediaFetcher(TimeProvider time, ILogger<MediaFetcher> log) : this(new ConnectionKey("", "", 0, AllowPrivate: false, TimeSpan.FromSeconds(5)), static (host, cancellationToken) => Dns.GetHostAddressesAsync(host, cancellationToken), time, log)
    {
    }

    internal MediaFetcher(ConnectionKey key, ResolveHost resolve, TimeProvider time, ILogger<MediaFetcher> log)
    {
        (_time, _log) = (time, log);
        _client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ConnectCallback = new GuardedConnector(key, resolve, time).ConnectAsync,
            ConnectTimeout = key.ConnectTimeout * 2,
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false, // each step is looked at
            ActivityHeadersPropagator = null,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(10), // callers choose the hosts: none is kept for long
            MaxConnectionsPerServer = 8,
            MaxResponseHeadersLength = 64,
        }, disposeHandler: true);
    }

    /// <summary>The prompt with the files in it that this vendor's model cannot fetch; the same prompt when there are none.</summary>
    public async ValueTask<Prompt> InlineAsync(Prompt prompt, IUpstreamDialect dialect, UpstreamTarget target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        ArgumentNullException.ThrowIfNull(dialect);
        var wanted = prompt.Turns.SelectMany(turn => turn.Parts).SelectMany(Inside).Where(part => UrlOf(part) is { } url && !dialect.Fetches(part, url, target))
            .Select(part => UrlOf(part)!).Distinct(StringComparer.Ordinal).Take(MostFiles).ToList();
        if (wanted.Count == 0) return prompt;
        var files = new Dictionary<string, Base64Source?>(StringComparer.Ordinal);
        using var limit = new CancellationTokenSource(Patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var left = MostBytes;
        foreach (var url in wanted)
        {
            var (file, isRefused) = await TryFetchAsync(url, left, either.Token, cancellationToken).ConfigureAwait(false);
            if (file is null && !isRefused) continue;
            files[url] = file;
            left -= file?.Data.GetRawText().Length ?? 0;
        }

        return files.Count == 0 ? prompt : prompt with { Turns = prompt.Turns.ConvertAll(turn => turn with { Parts = turn.Parts.ConvertAll(part => Replace(part, files)) }) };
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static IEnumerable<ContentPart> Inside(ContentPart part) => part is ToolResultPart result ? result.Content.SelectMany(Inside) : [part];

    private static string? UrlOf(ContentPart part) => part switch
    {
        ImagePart { Source: UrlSource image } => image.Url,
        DocumentPart { Source: UrlSource document } => document.Url,
        _ => null,
    };

    private static ContentPart Replace(ContentPart part, Dictionary<string, Base64Source?> files) => part switch
    {
        ImagePart { Source: UrlSource url } image when files.TryGetValue(url.Url, out var file) => file is null ? new OpaquePart("image.url") : image with { Source = file },
        DocumentPart { Source: UrlSource url } document when files.TryGetValue(url.Url, out var file) => file is null ? new OpaquePart("document.url") : document with { Source = file },
        ToolResultPart result => result with { Content = result.Content.ConvertAll(inner => Replace(inner, files)) },
        _ => part,
    };

    private async ValueTask<(Base64Source? File, bool IsRefused)> TryFetchAsync(string url, int most, CancellationToken limit, CancellationToken caller)
    {
        try
        {
            return await FetchAsync(new Uri(url), most, limit).ConfigureAwait(false) is { } bytes && MediaKind.Of(bytes.Span) is { } type
                ? (new Base64Source(type, JsonSerializer.SerializeToElement(Convert.ToBase64String(bytes.Span), MediaJson.Default.String)), false) : default;
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException or UriFormatException or OperationCanceledException)
        {
            caller.ThrowIfCancellationRequested();
            var isRefused = AddressRefusedException.IsIn(problem);
            NotFetched(_log, isRefused ? "its address is private or reserved" : problem.GetType().Name);
            return (null, isRefused);
        }
    }

    private async ValueTask<ReadOnlyMemory<byte>?> FetchAsync(Uri address, int most, CancellationToken cancellationToken)
    {
        for (var step = 0; step <= MostRedirects && address.Scheme is "http" or "https"; step++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.TryAddWithoutValidation("user-agent", "Parley");
            using var response = await _client.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if ((int)response.StatusCode is >= 300 and < 400 && response.Headers.Location is { } next)
            {
                address = new Uri(address, next);
                continue;
            }

            if (!response.IsSuccessStatusCode || response.Content.Headers.ContentLength > most) return null;
            return await ReadAsync(response, most, cancellationToken).ConfigureAwait(false);
        }

        return null;
    }

    private static async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(HttpResponseMessage response, int most, CancellationToken cancellationToken)
    {
        using var body = new PooledBytes();
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        int read;
        while ((read = await stream.ReadAsync(body.GetMemory(16 * 1024), cancellationToken).ConfigureAwait(false)) > 0)
        {
            body.Advance(read);
            if (body.Count > most) return null;
        }

        return body.Written.ToArray();
    }

    // No address: callers' addresses may hold their secrets.
    [LoggerMessage(Level = LogLevel.Information, Message = "A file that a request names by its address could not be fetched: {Reason}")]
    private static partial void NotFetched(ILogger log, string reason);
}

/// <summary>Source-generated JSON for the one string that is ever encoded here.</summary>
[System.Text.Json.Serialization.JsonSerializable(typeof(string))]
internal sealed partial class MediaJson : System.Text.Json.Serialization.JsonSerializerContext;
