namespace Parley.Gateway.Routing.Health;

/// <summary>How a request wants to enter.</summary>
/// <param name="Spent">Credentials that failed for it already; null for none.</param>
/// <param name="DespiteRest">Also when the provider asked for a pause.</param>
/// <param name="HoldsSlot">It has waited for its slot.</param>
internal readonly record struct EntryWish(List<CredentialState>? Spent = null, bool DespiteRest = false, bool HoldsSlot = false);
