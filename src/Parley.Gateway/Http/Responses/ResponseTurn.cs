using Parley.Gateway.Messages;
using Parley.Gateway.Ports;

namespace Parley.Gateway.Http.Responses;

/// <summary>A request of the Responses format, made ready: what goes through the pipeline, and what is kept of it.</summary>
/// <param name="Request">The request, with the conversation before it written out where that is needed.</param>
/// <param name="Stored">What is kept; null for nothing.</param>
/// <param name="IsBackground">The caller does not wait for the answer.</param>
/// <param name="PreviousId">The response that the caller went on from, where its vendor does not learn that; null otherwise.</param>
internal sealed record ResponseTurn(LlmRequest Request, StoredResponse? Stored, bool IsBackground, string? PreviousId);
