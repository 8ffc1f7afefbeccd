namespace Parley.Providers.Registry;

/// <summary>What is wrong with which field; each message continues the field's name ("must be ...").</summary>
internal sealed class FieldErrors
{
    private readonly Dictionary<string, List<string>> _errors = [];

    public bool Any => _errors.Count > 0;

    public void Add(string field, string message)
    {
        if (!_errors.TryGetValue(field, out var messages)) _errors[field] = messages = [];
        messages.Add(message);
    }

    public Dictionary<string, string[]> ToDictionary() => _errors.ToDictionary(e => e.Key, e => e.Value.ToArray());

    public override string ToString() => string.Join(' ', _errors.Select(e => $"{e.Key} {string.Join(", ", e.Value)}."));
}
