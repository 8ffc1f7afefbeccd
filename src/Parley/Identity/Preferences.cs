using System.ComponentModel;
using Parley.Shared;
using Parley.Ui;

namespace Parley.Identity;

/// <summary>What a person chose of the interface. The same on all devices.</summary>
internal sealed record Preferences(
    [property: Description("system, light or dark.")] Theme Theme = Theme.System,
    [property: Description("The model or route that a new conversation begins with; null for the server's choice.")] string? DefaultModel = null,
    [property: Description("Enter sends, Shift+Enter breaks the line; false for the other way round.")] bool EnterSends = true,
    [property: Description("Answers appear while they are written.")] bool Streaming = true,
    [property: Description("Answers are shown with their formatting; false for plain text.")] bool Markdown = true,
    [property: Description("Personas may use, and be asked to keep, memories.")] bool Memory = true,
    [property: Description("Personas that propose what to remember may do so.")] bool MemoryProposals = true) : IChecked
{
    public const int MaxModel = 200;

    public static Preferences Default { get; } = new();

    public IReadOnlyDictionary<string, string[]> Mistakes() =>
        DefaultModel is { Length: 0 or > MaxModel } ? new Dictionary<string, string[]> { ["defaultModel"] = [$"must have 1 to {MaxModel} characters, or be null"] } : new Dictionary<string, string[]>();
}
