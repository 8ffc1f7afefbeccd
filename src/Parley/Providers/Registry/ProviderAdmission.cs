using Parley.Providers.Model;

namespace Parley.Providers.Registry;

/// <summary>What REST and the command line do alike: check, store, and make it hold for the next request.</summary>
internal sealed class ProviderAdmission(ProviderStore store, ProviderRegistry registry, ResolveAddresses resolve)
{
    /// <summary>Adds an operator's provider. Returns what is wrong with the input, or the row that has the name already; neither when it was added.</summary>
    public async Task<(FieldErrors? Errors, Provider? Existing)> AddAsync(ProviderInput input, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        if (ProviderRules.Check(input, ProviderOrigin.Operator, errors) is not { } definition) return (errors, null);
        await BaseUrlRules.CheckHostAsync(definition, resolve, errors, cancellationToken);
        if (errors.Any) return (errors, null);
        if (await store.AddAsync(definition, cancellationToken) is { } existing) return (null, existing);
        // It is stored: a caller that leaves now must not keep it from being served.
        await registry.ReloadAsync(CancellationToken.None);
        return (null, null);
    }

    /// <summary>Removes an operator's provider. Returns the row found; one of another origin is still there.</summary>
    public async Task<Provider?> RemoveAsync(string name, CancellationToken cancellationToken)
    {
        var found = await store.RemoveAsync(name, cancellationToken);
        if (found is { Origin: ProviderOrigin.Operator }) await registry.ReloadAsync(CancellationToken.None);
        return found;
    }
}
