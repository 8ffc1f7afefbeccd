using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects;

/// <summary>The fields of one request that could not be carried, by the caller's names, each once.</summary>
/// <param name="prompt">The request.</param>
/// <param name="isForOpenAi">It goes to OpenAI, which takes <see cref="Prompt.OpenAiFields"/>.</param>
internal sealed class DroppedNames(Prompt prompt, bool isForOpenAi = false)
{
    private readonly List<string> _names = [.. Foreign(prompt, isForOpenAi).Distinct(StringComparer.Ordinal)];

    /// <summary>The names, in the order in which they were met.</summary>
    public IReadOnlyCollection<string> Names => _names;

    /// <summary>Names a shared member as the caller spelled it; <paramref name="usual"/> when the reader did not say.</summary>
    public void Add(string property, string usual) => _names.AddName(prompt.Names.GetValueOrDefault(property, usual));

    /// <summary>Names a field, in the words of the caller's format where its reader gave them, for it or for what it is in.</summary>
    public void Add(string name)
    {
        for (var end = name.Length; end > 0; end = name.LastIndexOf('.', end - 1))
        {
            if (!prompt.Names.TryGetValue(name[..end], out var spelled)) continue;
            _names.AddName(spelled + name[end..]);
            return;
        }

        _names.AddName(name);
    }

    private static IEnumerable<string> Foreign(Prompt prompt, bool isForOpenAi) =>
        isForOpenAi ? prompt.Unshared : prompt.Unshared.Concat(prompt.OpenAiFields.Where(field => !field.IsUsual).Select(field => field.CallersName));
}
