using System.Collections;

namespace Parley.Shared;

/// <summary>Finds what nobody reads under <c>Parley:</c>: a misspelled key, or a value where a list or a section is, stops the start instead of being
/// silently without effect.</summary>
internal static class ConfigurationCheck
{
    public const string Root = "Parley";

    /// <summary>Throws a <see cref="UserError"/> that names every unknown key and every misplaced value.</summary>
    public static void Verify(IConfiguration configuration, IEnumerable<KnownConfiguration> known)
    {
        var tree = new Node();
        foreach (var (section, options) in known) tree.At(section.Split(':').Skip(1)).Add(options, depth: 0);
        var root = configuration.GetSection(Root);
        if (Misplaced(root, tree).Order(StringComparer.OrdinalIgnoreCase).ToList() is { Count: > 0 } misplaced)
            throw new UserError($"{string.Join(' ', misplaced)} Nothing was started.");
        var unknown = Unknown(root, tree).Order(StringComparer.OrdinalIgnoreCase).ToList();
        if (unknown.Count == 0) return;
        throw new UserError($"Unknown configuration: {string.Join(", ", unknown)}. Nothing was started; correct or remove {(unknown.Count == 1 ? "it" : "them")}.");
    }

    private static IEnumerable<string> Unknown(IConfigurationSection section, Node node)
    {
        foreach (var child in section.GetChildren())
        {
            if (node.Find(child.Key) is not { } next)
                yield return Nearest(child.Key, node.Names) is { } near ? $"{child.Path} (did you mean {section.Path}:{near}?)" : child.Path;
            else
                foreach (var deeper in Unknown(child, next)) yield return deeper;
        }
    }

    private static IEnumerable<string> Misplaced(IConfigurationSection section, Node node)
    {
        foreach (var child in section.GetChildren())
        {
            if (node.Find(child.Key) is not { } next) continue;
            if (child.Value is { Length: > 0 } && next.IsList) yield return $"{child.Path} is a list: write its values at {child.Path}:0, {child.Path}:1 and so on.";
            else if (child.Value is { Length: > 0 } && next.Names.Any()) yield return $"{child.Path} holds other settings, such as {child.Path}:{next.Names.First()}, and has no value itself.";
            foreach (var deeper in Misplaced(child, next)) yield return deeper;
        }
    }

    private static string? Nearest(string key, IEnumerable<string> names) => names
        .Select(name => (Name: name, Distance: Distance(key.ToUpperInvariant(), name.ToUpperInvariant())))
        .Where(candidate => candidate.Distance <= Math.Max(2, key.Length / 3))
        .OrderBy(candidate => candidate.Distance).Select(candidate => candidate.Name).FirstOrDefault();

    // Levenshtein's, one row at a time.
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }

    /// <summary>The keys that exist at one place.</summary>
    private sealed class Node
    {
        private const int MaxDepth = 8;
        private readonly Dictionary<string, Node> _children = new(StringComparer.OrdinalIgnoreCase);
        private Node? _any;

        public IEnumerable<string> Names => _children.Keys;

        /// <summary>Its keys are numbers, or names that the user chooses.</summary>
        public bool IsList => _any is not null;

        public Node? Find(string key) => _children.GetValueOrDefault(key) ?? _any;

        public Node At(IEnumerable<string> path) => path.Aggregate(this, (node, name) => node.Child(name));

        public void Add(Type type, int depth)
        {
            type = Nullable.GetUnderlyingType(type) ?? type;
            if (depth > MaxDepth || IsLeaf(type)) return;
            if (ElementOf(type) is { } element)
            {
                (_any ??= new Node()).Add(element, depth + 1);
                return;
            }

            foreach (var property in type.GetProperties().Where(p => p.SetMethod is { IsPublic: true } || ElementOf(p.PropertyType) is not null))
                Child(property.Name).Add(property.PropertyType, depth + 1);
        }

        private Node Child(string name) => _children.TryGetValue(name, out var child) ? child : _children[name] = new Node();

        private static bool IsLeaf(Type type) => type.IsPrimitive || type.IsEnum || type.Namespace == "System" && !type.IsArray;

        private static Type? ElementOf(Type type)
        {
            if (type == typeof(string) || !typeof(IEnumerable).IsAssignableFrom(type)) return null;
            if (type.IsArray) return type.GetElementType();
            var arguments = type.GetGenericArguments();
            return arguments.Length > 0 ? arguments[^1] : null;
        }
    }
}
