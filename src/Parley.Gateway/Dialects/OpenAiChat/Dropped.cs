using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiChat;

/// <summary>The fields that could not be carried, each named once, as the client spelled it.</summary>
internal sealed class Dropped(Prompt prompt)
{
    private readonly List<string> _names = [.. prompt.Unshared.Distinct()];

    /// <summary>The names, in the order in which they were met.</summary>
    public IReadOnlyCollection<string> Names => _names;

    /// <summary>Adds a name.</summary>
    public void Add(string name) => _names.AddName(name);

    /// <summary>Adds a member of the prompt, by the client's name or else by the usual one.</summary>
    public void Add(string property, string usual) => Add(prompt.Names.GetValueOrDefault(property, usual));
}
