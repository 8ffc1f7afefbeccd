using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects;

/// <summary>
/// Names of tools that a vendor would refuse, in a form that it takes: the vendors want letters, digits, <c>_</c> and <c>-</c>, and
/// differ in the length. A name always gets the same form, so that the vendor's prompt cache holds from turn to turn;
/// the caller never sees it. Made for one call to one vendor, and only when a name needs it.
/// </summary>
internal sealed class ToolNames
{
    private const int HashLength = 9;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    private readonly int _longest;
    private readonly Dictionary<string, JsonText> _callers = new(StringComparer.Ordinal);

    private ToolNames(int longest) => _longest = longest;

    /// <summary>Brings a prompt's names of tools into a form for a vendor that takes this many characters. Null, and the
    /// prompt as it was, when the vendor takes them all.</summary>
    public static ToolNames? Fit(ref Prompt prompt, int longest)
    {
        if (!NeedsAny(prompt, longest)) return null;
        var names = new ToolNames(longest);
        prompt = prompt with
        {
            Tools = prompt.Tools.ConvertAll(tool => tool with { Name = names.Fit(tool.Name) }),
            ToolChoice = prompt.ToolChoice is { Name: { } named } choice ? choice with { Name = names.Fit(named) } : prompt.ToolChoice,
            Turns = prompt.Turns.ConvertAll(turn => turn with
            {
                Parts = turn.Parts.ConvertAll(part => part is ToolCallPart call ? call with { Name = names.Fit(call.Name) } : part),
            }),
        };
        return names;
    }

    /// <summary>The caller's own name for one that the vendor said; the vendor's when it made it up.</summary>
    public JsonText Restore(JsonText name) => _callers.TryGetValue(name.ToString(), out var callers) ? callers : name;

    private static bool NeedsAny(Prompt prompt, int longest)
    {
        foreach (var tool in prompt.Tools)
            if (Needs(tool.Name, longest)) return true;
        if (prompt.ToolChoice?.Name is { } named && Needs(named, longest)) return true;
        foreach (var turn in prompt.Turns)
        {
            foreach (var part in turn.Parts)
                if (part is ToolCallPart call && Needs(call.Name, longest)) return true;
        }

        return false;
    }

    private static bool Needs(string name, int longest) => name.Length > longest || name.AsSpan().ContainsAnyExcept(Allowed);

    private string Fit(string name)
    {
        if (!Needs(name, _longest)) return name;
        var fitting = new StringBuilder(_longest);
        foreach (var c in name.AsSpan(0, Math.Min(name.Length, _longest - HashLength))) fitting.Append(Allowed.Contains(c) ? c : '_');
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(name));
        var fitted = fitting.Append('_').Append(Convert.ToHexStringLower(hash.AsSpan(0, 4))).ToString();
        _callers[fitted] = JsonText.From(name);
        return fitted;
    }
}
