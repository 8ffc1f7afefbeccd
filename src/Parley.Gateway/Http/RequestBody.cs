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

    /// <summary>The body; the caller disposes it. Throws <see cref="GatewayFaultException"/> (413) over the limit.</summary>
    public static async ValueTask<PooledBytes> ReadAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.ContentLength > MaxBytes) throw TooLarge();
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = MaxBytes;
        // One byte more than announced: the read that finds the end needs room to find nothing.
        var body = new PooledBytes((int)(request.ContentLength ?? 4095) + 1);
        try
        {
            int read;
            while ((read = await request.Body.ReadAsync(body.GetMemory(1), context.RequestAborted).ConfigureAwait(false)) > 0)
            {
                body.Advance(read);
                if (body.Count > MaxBytes) throw TooLarge();
            }

            return body;
        }
        catch (BadHttpRequestException problem)
        {
            body.Dispose();
            throw problem.StatusCode == StatusCodes.Status413PayloadTooLarge ? TooLarge()
                : GatewayFaultException.Invalid("The request body could not be read to its end. Nothing was sent to a model.");
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
