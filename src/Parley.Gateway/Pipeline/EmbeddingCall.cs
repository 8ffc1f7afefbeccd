using Parley.Gateway.Dialects.OpenAiChat;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Pipeline;

/// <summary>Vectors of texts for the app itself, by the way of all requests.</summary>
public static class EmbeddingCall
{
    /// <summary>A longer answer is nothing that was asked for.</summary>
    private const int MostBytes = 16 * 1024 * 1024;

    /// <summary>Sends a request of <see cref="LlmRequest.ToEmbed"/>.</summary>
    /// <param name="pipeline">The way to a model.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="count">How many texts it has.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>One vector for each text, all of one length; null when the call failed, or its answer was something else.</returns>
    public static async Task<float[][]?> EmbedAsync(this ILlmClient pipeline, LlmRequest request, int count, CancellationToken cancellationToken)
    {
        var answer = await pipeline.SendAsync(request, cancellationToken).ConfigureAwait(false);
        await using (answer.ConfigureAwait(false))
        {
            if (answer.Fault is not null) return null;
            using var body = new MemoryStream();
            while (await answer.MoveNextAsync(cancellationToken).ConfigureAwait(false))
            {
                if (HasFailed(answer.Events) || body.Length + answer.Raw.Length > MostBytes) return null;
                body.Write(answer.Raw.Span);
            }

            return EmbeddingVectors.Read(body.GetBuffer().AsSpan(0, (int)body.Length), count);
        }
    }

    private static bool HasFailed(EventBatch step)
    {
        foreach (var item in step.Events)
            if (item.Kind == LlmEventKind.Failed) return true;
        return false;
    }
}
