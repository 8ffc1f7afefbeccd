using Parley.Providers.Registry;

namespace Parley.Providers.Routes;

/// <summary>What became of a change of the list of routes; unless it is done, nothing changed.</summary>
/// <param name="Outcome">Done, stale or invalid.</param>
/// <param name="Version">The version that holds now.</param>
/// <param name="Errors">What is wrong when it is invalid.</param>
/// <param name="Set">The routes of operators that there are when it is done, in order.</param>
internal sealed record RouteChange(ChangeOutcome Outcome, long Version, FieldErrors? Errors = null, IReadOnlyList<string>? Set = null);
