using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;

namespace Parley.Gateway.Http;

/// <summary>Reads a request's body once, into pooled memory.</summary>
internal static class RequestBody
{
    /// <summary>32 MiB: prompts of 100,000 tokens with pictures and documents in base64 fit.</summary>
    public const int MaxBytes = 32 * 1024 * 1024;

    /// <summary>The body; the caller disposes it. Throws <see cref="GatewayFaultException"/>: 413 over the limit, 408 when it comes too slowly, 400 when it breaks off.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<ClientBody> ReadAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.Headers.ContentEncoding is { Count: > 0 } encoding && encoding != "identity")
            throw GatewayFaultException.Invalid($"The request body is encoded ({encoding}); this operation takes it plain. Nothing was sent to a model.");
        var announced = request.ContentLength;
        if (announced > MaxBytes) throw TooLarge();
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = null; // it is bounded here, and what is over the bound can still be read away behind the answer
        var body = new ClientBody((int?)announced, MaxBytes);
        try
        {
            // The server's own pipe: a read that finds the last byte also says that it is the last.
            var reader = request.BodyReader;
            while (true)
            {
                var read = await reader.ReadAsync(context.RequestAborted).ConfigureAwait(false);
                var isTooLarge = body.Count + read.Buffer.Length > MaxBytes;
                if (!isTooLarge) body.Append(read.Buffer);
                reader.AdvanceTo(read.Buffer.End);
                if (isTooLarge) throw TooLarge();
                if (read.IsCompleted) return body;
            }
        }
        catch (BadHttpRequestException problem)
        {
            body.Dispose();
            throw problem.StatusCode switch
            {
                StatusCodes.Status413PayloadTooLarge => TooLarge(),
                // Clients try this one again by themselves.
                StatusCodes.Status408RequestTimeout => new(new GatewayFault(FaultKind.InvalidRequest, "The request body came too slowly, and the server waits no longer. Nothing was sent to a model.") { Status = 408 }),
                _ => GatewayFaultException.Invalid("The request body could not be read to its end. Nothing was sent to a model."),
            };
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    private static GatewayFaultException TooLarge() => new(new GatewayFault(FaultKind.TooLarge,
        $"The request body is larger than {MaxBytes / (1024 * 1024)} MiB, the limit of this operation. Nothing was sent to a model."));
}
