using System.Text.RegularExpressions;
using Parley.Chat.Model;
using Parley.Gateway.Messages;

namespace Parley.Chat.Generations;

/// <summary>How an answer ended. Pure.</summary>
/// <param name="Status">What the message becomes.</param>
/// <param name="FinishReason">Why the model ended, or <c>stopped</c>; null when it did not.</param>
/// <param name="Problem">For the person: what happened, what was kept and what to do; null for nothing.</param>
/// <param name="HttpStatus">What a caller that waits for the whole answer gets.</param>
internal sealed partial record AnswerEnd(MessageStatus Status, string? FinishReason, string? Problem, int HttpStatus = StatusCodes.Status200OK)
{
    /// <summary>Longest answer, in characters: a model that never stops is stopped.</summary>
    public const int Longest = 2_000_000;

    private const string Kept = " What came so far was kept; Retry asks again.";

    public static AnswerEnd Stopped { get; } = new(MessageStatus.Stopped, "stopped", null);

    public static AnswerEnd TooLong { get; } = new(MessageStatus.Stopped, "length", $"The answer was ended at {Longest} characters, because the model did not stop by itself. What came so far was kept.");

    public static AnswerEnd Interrupted { get; } = new(MessageStatus.Interrupted, null, "The server ended while this answer was being made." + Kept, StatusCodes.Status503ServiceUnavailable);

    public static AnswerEnd Broken(string requestId) =>
        new(MessageStatus.Failed, null, $"Parley failed on this answer; its log has the reason under {requestId}." + Kept, StatusCodes.Status500InternalServerError);

    public static AnswerEnd Refused(string why) => new(MessageStatus.Failed, null, why, StatusCodes.Status400BadRequest);

    /// <summary>The model or what leads to it failed.</summary>
    public static AnswerEnd Failed(GatewayFault fault, bool hasText)
    {
        var why = fault is { Kind: FaultKind.RateLimited, UpstreamStatus: not null } ? Busy(fault.RetryAfter) : fault.Message;
        return new(MessageStatus.Failed, null, hasText ? TextsFate().Replace(why, "").TrimEnd() + Kept : why, fault.Status);
    }

    /// <summary>The answer came to its end.</summary>
    public static AnswerEnd Complete(Gateway.Messages.FinishReason? finish, bool saysAnything) => saysAnything
        ? new AnswerEnd(MessageStatus.Complete, NameOf(finish), null)
        : new AnswerEnd(MessageStatus.Failed, NameOf(finish), "The model answered nothing. Retry asks again; another model may do better.", StatusCodes.Status502BadGateway);

    /// <summary>A vendor's own words on its limits are for whoever has the account there.</summary>
    private static string Busy(TimeSpan? pause) =>
        $"The model's provider takes no more requests at the moment. Try again {(pause?.TotalSeconds is > 1 and < 600 and var seconds ? $"in {Math.Ceiling(seconds)} seconds" : "in a while")}, or ask another model.";

    // What the engine tells programs of the text so far, a person is told by ours.
    [GeneratedRegex(@"\s*What (came|arrived) so far .*$", RegexOptions.Singleline)]
    private static partial Regex TextsFate();

    private static string NameOf(Gateway.Messages.FinishReason? finish) => finish switch
    {
        Gateway.Messages.FinishReason.Length => "length",
        Gateway.Messages.FinishReason.ToolCalls => "toolCalls",
        Gateway.Messages.FinishReason.ContentFilter => "contentFilter",
        _ => "stop",
    };
}
