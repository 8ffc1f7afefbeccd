using Parley.Gateway.Messages;

namespace Parley.Gateway.Pipeline.Admission;

/// <summary>Tells a caller which limit was reached.</summary>
internal static class LimitFaults
{
    public static GatewayFault Of(in Subject subject, Shortage shortage)
    {
        var wait = TimeSpan.FromTicks(shortage.Wait);
        var limit = subject.Limit;
        var reached = shortage.Kind switch
        {
            LimitKind.Requests => $"{limit.Requests} requests a minute",
            LimitKind.Tokens => $"{limit.Tokens} tokens a minute",
            _ => $"{limit.Running} requests at the same time",
        };
        return new GatewayFault(FaultKind.RateLimited,
            $"{Named(subject)} has reached its limit of {reached}. Nothing was sent to a model; ask again in {Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds))} s.")
        { RetryAfter = wait, IsOfTokens = shortage.Kind == LimitKind.Tokens };
    }

    private static string Named(in Subject subject) => subject.Kind switch
    {
        SubjectKind.Key => "This API key",
        SubjectKind.User => "This user",
        SubjectKind.Model => $"The model '{subject.Name}'",
        _ => $"The provider '{subject.Name}'",
    };
}
