using System.Globalization;
using Parley.Chat.Conversations;

namespace Parley.Chat.Pages.Reading;

/// <summary>What a conversation asks of models besides the words, as a form's fields.</summary>
public sealed record SettingsView(string Instructions = "", string Temperature = "", string TopP = "", string MaxOutputTokens = "", string ReasoningEffort = "")
{
    /// <summary>Something is set.</summary>
    public bool IsAnything => this != new SettingsView();

    internal static SettingsView Of(ChatParameters? p) => p is null ? new() : new(
        p.Instructions ?? "", Text(p.Temperature), Text(p.TopP), p.MaxOutputTokens?.ToString(CultureInfo.InvariantCulture) ?? "", p.ReasoningEffort ?? "");

    private static string Text(double? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
