using Parley.Providers.Model;
using Parley.Providers.Registry;
using Parley.Shared;

namespace Parley.Providers.Verbs;

/// <summary>What a change that was not made tells the person at the terminal.</summary>
internal static class VerbOutcome
{
    /// <summary>The row of a change that was made; throws a <see cref="UserError"/> for any other.</summary>
    public static Provider Of(string name, ProviderChange change, Func<Provider, string>? foreign = null) => change switch
    {
        { Outcome: ChangeOutcome.Done, Row: { } row } => row,
        { Outcome: ChangeOutcome.Invalid, Errors: { } errors } => throw new UserError($"The provider was not changed: {errors}"),
        { Outcome: ChangeOutcome.Foreign, Row: { } row } => throw new UserError((foreign ?? ProviderOrigins.UnchangedBecause)(row)),
        _ => throw new UserError(NoProvider(name)),
    };

    public static string NoProvider(string name) => $"There is no provider {name}; \"providers list\" shows what there is.";
}
