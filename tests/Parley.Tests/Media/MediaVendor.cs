using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace Parley.Tests.Media;

/// <summary>A vendor of pictures and sound over real HTTP, which notes what it got. What it does stands in the words of the model's name
/// (<see cref="VendorAnswers"/>).</summary>
internal sealed class MediaVendor : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly VendorAnswers _answers;
    private int _aborted, _active, _requests;

    private MediaVendor(WebApplication app)
    {
        _app = app;
        _answers = new VendorAnswers(Gate);
    }

    public ConcurrentQueue<VendorCall> Calls { get; } = new();

    public VendorCall Last => Calls.Last();

    /// <summary>Requests whose client left.</summary>
    public int Aborted => Volatile.Read(ref _aborted);

    /// <summary>Operations whose head came, whatever became of them; Parley's own looks at lists and health are none.</summary>
    public int Requests => Volatile.Read(ref _requests);

    public int Active => Volatile.Read(ref _active);

    /// <summary>What "gated" answers wait for in their middle.</summary>
    public SemaphoreSlim Gate { get; } = new(0);

    public Uri BaseAddress => new($"{_app.Urls.First()}/v1");

    public static async Task<MediaVendor> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        var app = builder.Build();
        var vendor = new MediaVendor(app);
        app.Run(vendor.ServeAsync);
        await app.StartAsync();
        return vendor;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task ServeAsync(HttpContext context)
    {
        Interlocked.Increment(ref _active);
        if (HttpMethods.IsPost(context.Request.Method)) Interlocked.Increment(ref _requests);
        try
        {
            var call = await ReadAsync(context.Request);
            Calls.Enqueue(call);
            await _answers.AnswerAsync(context, call);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            Interlocked.Increment(ref _aborted);
        }
        catch (Exception problem) when (problem is IOException or OperationCanceledException)
        {
            Interlocked.Increment(ref _aborted);
        }
        finally
        {
            Interlocked.Decrement(ref _active);
        }
    }

    private static async Task<VendorCall> ReadAsync(HttpRequest request)
    {
        var call = new VendorCall(request.Path, request.ContentType ?? "", request.ContentLength, request.Headers.Authorization.ToString());
        if (!call.ContentType.StartsWith("multipart/", StringComparison.Ordinal))
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
            call.Body = body.ToArray();
            return call;
        }

        var boundary = HeaderUtilities.RemoveQuotes(MediaTypeHeaderValue.Parse(call.ContentType).Boundary).ToString();
        var parts = new MultipartReader(boundary, request.Body);
        while (await parts.ReadNextSectionAsync(request.HttpContext.RequestAborted) is { } section) call.Parts.Add(await ReadAsync(section, request.HttpContext.RequestAborted));
        return call;
    }

    private static async Task<VendorPart> ReadAsync(MultipartSection section, CancellationToken cancellationToken)
    {
        var head = section.GetContentDispositionHeader()!;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var text = head.FileName.HasValue ? null : new MemoryStream();
        var buffer = new byte[64 * 1024];
        long length = 0;
        int read;
        while ((read = await section.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            hash.AppendData(buffer, 0, read);
            text?.Write(buffer, 0, read);
            length += read;
        }

        return new VendorPart(
            HeaderUtilities.RemoveQuotes(head.Name).ToString(), head.FileName.HasValue ? HeaderUtilities.RemoveQuotes(head.FileName).ToString() : null, section.ContentType,
            length, Convert.ToHexString(hash.GetHashAndReset()), text is null ? null : Encoding.UTF8.GetString(text.ToArray()));
    }
}
