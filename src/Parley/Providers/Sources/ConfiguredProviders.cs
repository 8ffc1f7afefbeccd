using Parley.Providers.Model;
using Parley.Providers.Registry;
using Parley.Shared;

namespace Parley.Providers.Sources;

/// <summary>Providers of <c>Parley:Providers</c>. Anything wrong stops the start and is named.</summary>
internal static class ConfiguredProviders
{
    public static IEnumerable<ProviderDefinition> Read(IEnumerable<ProviderInput> inputs)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (i, input) in inputs.Index())
        {
            var errors = new FieldErrors();
            var definition = ProviderRules.Check(input, ProviderOrigin.Configuration, errors);
            if (definition is not null && !names.Add(definition.Name)) errors.Add("name", "is given twice");
            if (errors.Any) throw new UserError($"Parley:Providers:{i} ({input.Name ?? "without a name"}) cannot be used: {errors} Nothing was started; correct it.");
            yield return definition!;
        }
    }
}
