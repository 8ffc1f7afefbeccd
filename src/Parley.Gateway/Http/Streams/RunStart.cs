using Microsoft.AspNetCore.Http;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Http.Streams;

/// <summary>How a run began: what it failed with before its first step, or null; and the response headers that tell of the answer.</summary>
internal sealed record RunStart(GatewayFault? Fault, IHeaderDictionary Headers);
