using System.CommandLine;

namespace Parley.Shared;

/// <summary>A verb that a module adds to another module's verb, which it knows by name only.</summary>
/// <param name="parent">The other one's verb; it comes earlier in the list of verbs.</param>
internal sealed class VerbBelow(string parent, string name, string description) : Command(name, description)
{
    public string Parent { get; } = parent;
}
