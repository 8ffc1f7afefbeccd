using System.ComponentModel;

namespace Parley.Chat.Transfer;

/// <summary>What an import did.</summary>
internal sealed record ImportReport(
    [property: Description("Conversations that are new.")] int Added,
    [property: Description("Conversations that were imported before and have new messages now, or were taken back from the bin.")] int Updated,
    [property: Description("Conversations that are here already, as they are in the file.")] int Unchanged,
    [property: Description("Conversations without any message that could be shown.")] int Empty,
    [property: Description("Conversations that could not be read, or that there is no room for.")] int Failed,
    [property: Description("Messages that are new.")] int Messages,
    [property: Description("The file was read to its end, and everything in it could be.")] bool Complete,
    [property: Description("What went wrong, at most 100 of it.")] IReadOnlyList<ImportProblem> Problems);

internal sealed record ImportProblem(
    [property: Description("The place in the file, from 1; null for the file itself.")] int? Conversation,
    string? Title, string Problem);
