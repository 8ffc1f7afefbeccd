using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects;

/// <summary>Names of fields that cannot cross. They travel in a response header, so a client's fancy must not make them endless.</summary>
internal static class Unshared
{
    private const int Most = 100;
    private const int Longest = 100;

    /// <summary>Adds a name, once; cuts a long one short; the last name of too many is <c>...</c>.</summary>
    public static void AddName(this List<string> names, string name)
    {
        if (names.Count > Most) return;
        if (names.Count == Most) name = "...";
        else if (name.Length > Longest) name = string.Concat(name.AsSpan(0, Longest), "...");
        if (!names.Contains(name)) names.Add(name);
    }

    /// <summary>Adds a name to a prompt's.</summary>
    public static void Unshare(this Prompt prompt, string name) => prompt.Unshared.AddName(name);
}
