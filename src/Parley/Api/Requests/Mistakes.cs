namespace Parley.Api.Requests;

/// <summary>What cannot be used of a request, by query or body member; each message continues the member's name.</summary>
internal sealed class Mistakes
{
    /// <summary>Nobody reads more, and a body of a million unknown members must not be answered with as many.</summary>
    public const int Most = 100;

    private const int LongestName = 200;

    private readonly Dictionary<string, List<string>> _all = new(StringComparer.Ordinal);

    public bool Any => _all.Count > 0;

    public bool IsFull => _all.Count >= Most;

    public void Add(string member, string message)
    {
        if (member.Length > LongestName) member = member[..LongestName] + "...";
        if (!_all.TryGetValue(member, out var messages))
        {
            if (IsFull) return;
            _all[member] = messages = [];
        }

        if (!messages.Contains(message)) messages.Add(message);
    }

    public void Add(IEnumerable<KeyValuePair<string, string[]>> mistakes)
    {
        foreach (var (member, messages) in mistakes)
            foreach (var message in messages) Add(member, message);
    }

    public Dictionary<string, string[]> ToDictionary() => _all.ToDictionary(m => m.Key, m => m.Value.ToArray(), StringComparer.Ordinal);
}
