using Parley.Chat.Live;
using Parley.Gateway.Ports;

namespace Parley.Chat.Generations;

/// <summary>An answer that this process makes.</summary>
/// <param name="UserId">Whose.</param>
/// <param name="Log">Its stream.</param>
/// <param name="Live">What there is of it.</param>
/// <param name="Ended">Completes when its end is durable.</param>
internal sealed record RunningGeneration(Guid UserId, IStreamLog Log, LiveAnswer Live, Task<AnswerEnd> Ended);
