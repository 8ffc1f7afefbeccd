using System.Net.Http.Headers;
using Parley.Gateway.Routing;
using Parley.Gateway.Upstreams.Guard;
using Parley.Providers.Health;
using Parley.Providers.Registry;

namespace Parley.Providers.Discovery;

/// <summary>Asks an upstream for its own list of models, through the guarded way out. All of it within one time limit
/// and one size limit; throws <see cref="ModelListException"/> for whatever the upstream does.</summary>
internal sealed class ModelListClient(UpstreamConnections connections, TimeProvider time)
{
    private const int MostBytes = 4 * 1024 * 1024;
    private const int MostPages = 20;
    private const int MostModels = 5000;

    /// <summary>Reads with the credentials in force, in their order, until one is not refused. What the last one is told is thrown when all are.</summary>
    public async Task<IReadOnlyList<ListedModel>> ReadAsync(ProviderDefinition provider, TimeSpan patience, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        UpstreamCredential?[] credentials =
            [.. provider.ToUpstream().Credentials.Where(c => c.ExpiresAt is null || c.ExpiresAt > now).Cast<UpstreamCredential?>().DefaultIfEmpty(null)];
        using var limit = new CancellationTokenSource(patience, time);
        for (var i = 0; ; i++)
        {
            try
            {
                return await ReadAsync(provider, credentials[i], limit.Token, cancellationToken);
            }
            catch (ModelListException problem) when (problem.IsRefusedCredential && i < credentials.Length - 1)
            {
                // Calls would be served with the next one: so is the list.
            }
        }
    }

    /// <summary>Reads with this credential and no other; null for none.</summary>
    public async Task<IReadOnlyList<ListedModel>> ReadAsync(
        ProviderDefinition provider, UpstreamCredential? credential, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(patience, time);
        return await ReadAsync(provider, credential, limit.Token, cancellationToken);
    }

    /// <summary>The body of any small answer of the upstream, asked without a credential.</summary>
    public async Task<ReadOnlyMemory<byte>> GetAsync(ProviderDefinition provider, Uri address, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(patience, time);
        return await GetAsync(provider, null, address, MostBytes, limit.Token, cancellationToken);
    }

    private async Task<IReadOnlyList<ListedModel>> ReadAsync(
        ProviderDefinition provider, UpstreamCredential? credential, CancellationToken limit, CancellationToken cancellationToken)
    {
        var list = ModelListAddress.Of(provider);
        var models = new Dictionary<string, ListedModel>(StringComparer.Ordinal);
        var (bytesLeft, after) = (MostBytes, (string?)null);
        for (var i = 0; i < MostPages; i++)
        {
            var body = await GetAsync(provider, credential, list.Page(after), bytesLeft, limit, cancellationToken);
            bytesLeft -= body.Length;
            var page = ModelListPage.Read(body);
            foreach (var model in page.Models.Select(m => m with { Id = OwnName(provider, m.Id) })) models.TryAdd(model.Id, model);
            if (models.Count > MostModels) throw new ModelListException($"it lists more than {MostModels} models");
            if (page.NextAfter is null || page.NextAfter == after || !list.HasPages) return [.. models.Values];
            after = page.NextAfter;
        }

        throw new ModelListException($"its list has more than {MostPages} pages");
    }

    private async Task<ReadOnlyMemory<byte>> GetAsync(
        ProviderDefinition provider, UpstreamCredential? credential, Uri address, int mostBytes, CancellationToken limit, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit, cancellationToken);
        try
        {
            using var request = NewRequest(provider, credential, address);
            using var response = await connections.For(provider.ToUpstream()).SendAsync(request, either.Token);
            await using var body = await response.Content.ReadAsStreamAsync(either.Token);
            if (!response.IsSuccessStatusCode) throw await FailureAsync(provider, (int)response.StatusCode, body, either.Token);
            return await ReadAsync(body, mostBytes, either.Token);
        }
        catch (OperationCanceledException problem) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ModelListException("it did not answer in time", problem);
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException)
        {
            var reason = problem.InnerException is HttpRequestException ? problem.InnerException : problem;
            throw new ModelListException(reason.Message.TrimEnd('.'), problem);
        }
    }

    private static HttpRequestMessage NewRequest(ProviderDefinition provider, UpstreamCredential? credential, Uri address)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Accept = { new("application/json") } } };
        request.Headers.TryAddWithoutValidation("user-agent", "Parley");
        if (provider.Kind == "messages") request.Headers.TryAddWithoutValidation("anthropic-version", "2023-06-01");
        if (credential is null) return request;
        var key = credential.Key.Reveal();
        if (provider.Kind == "messages") request.Headers.TryAddWithoutValidation("x-api-key", key);
        else if (provider.Kind == "gemini") request.Headers.TryAddWithoutValidation("x-goog-api-key", key);
        else request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return request;
    }

    private static async Task<ModelListException> FailureAsync(ProviderDefinition provider, int status, Stream body, CancellationToken cancellationToken)
    {
        // Only the begin of the body is looked at, for what the status does not tell: it may be endless, and hold anything.
        var begin = new byte[4096];
        var length = status == 400 ? await body.ReadAtLeastAsync(begin, begin.Length, throwOnEndOfStream: false, cancellationToken) : 0;
        return new ModelListException($"it answered with status {status}")
        {
            IsRefusedCredential = ProbeVerdict.Status(provider.Kind, status, begin.AsSpan(0, length)) is 401 or 402 or 403,
        };
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream body, int mostBytes, CancellationToken cancellationToken)
    {
        using var read = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await body.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            if (read.Length + count > mostBytes) throw new ModelListException($"its answer is over {MostBytes / 1024 / 1024} MiB");
            read.Write(buffer, 0, count);
        }

        return read.GetBuffer().AsMemory(0, (int)read.Length);
    }

    /// <summary>Google's lists, the compatible one too, say <c>models/gemini-x</c> for what people call <c>gemini-x</c>.</summary>
    private static string OwnName(ProviderDefinition provider, string id) =>
        (provider.Kind == "gemini" || provider.BaseUrl?.Host == "generativelanguage.googleapis.com") && id.StartsWith("models/", StringComparison.Ordinal) ? id["models/".Length..] : id;
}
