using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects;

/// <summary>The fields of one request that could not be carried, by the caller's names, each once.</summary>
internal sealed class DroppedNames(Prompt prompt)
{
    private readonly List<string> _names = [.. prompt.Unshared.Distinct(StringComparer.Ordinal)];

    /// <summary>The names, in the order in which they were met.</summary>
    public IReadOnlyCollection<string> Names => _names;

    /// <summary>Names a shared member as the caller spelled it; <paramref name="usual"/> when the reader did not say.</summary>
    public void Add(string property, string usual) => Add(prompt.Names.GetValueOrDefault(property, usual));

    /// <summary>Names a field.</summary>
    public void Add(string name) => _names.AddName(name);
}
