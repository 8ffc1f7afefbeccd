namespace Parley.Tests.Architecture;

/// <summary>Finds what crosses a wall: an edge that the table does not allow, or one that goes past the front door.</summary>
/// <param name="root">The namespace above the modules, "Parley".</param>
/// <param name="edges">The table.</param>
/// <param name="open">Modules whose walls are of another kind: a project's own <c>public</c>.</param>
internal sealed class Walls(string root, AllowedEdges edges, params string[] open)
{
    public IReadOnlyList<string> Breaches(IEnumerable<Type> types)
    {
        var breaches = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var type in types)
        {
            if (!IsOurs(type)) continue;
            var from = ModuleOf(type);
            if (from is not null && !edges.Modules.Contains(from)) breaches.Add($"{type.FullName}: its module {from} is not in the table");
            foreach (var used in TypeReferences.Of(type))
            {
                if (!IsOurs(used) || ModuleOf(used) is not { } to || to == from) continue;
                // The root itself, Program, puts the house together: it may use every module, by the front door.
                if (from is not null && !edges.Allows(from, to)) breaches.Add($"{type.FullName} uses {used.FullName}: {from} may not use {to}");
                else if (!open.Contains(to) && used.Namespace != $"{root}.{to}") breaches.Add($"{type.FullName} uses {used.FullName}, which is behind the front door of {to}");
            }
        }

        return [.. breaches];
    }

    // Program and the compiler's own types have no namespace.
    private bool IsOurs(Type type) => type.Namespace == root || type.Namespace?.StartsWith(root + ".", StringComparison.Ordinal) == true || type.FullName == "Program";

    private string? ModuleOf(Type type) => type.Namespace is { } name && name.Length > root.Length ? name[(root.Length + 1)..].Split('.')[0] : null;
}
