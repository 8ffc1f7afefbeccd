using System.Globalization;
using Parley.Chat.Model;
using Parley.Chat.Pages.Files;

namespace Parley.Chat.Pages.Reading;

/// <summary>A message as the page shows it.</summary>
public sealed record ArticleView
{
    public required Guid Id { get; init; }

    public required Guid ConversationId { get; init; }

    /// <summary>Said by the person, not by a model.</summary>
    public required bool IsPerson { get; init; }

    /// <summary>What a person said; an answer is shown by its <see cref="Blocks"/>.</summary>
    public required string Text { get; init; }

    public IReadOnlyList<FileView> Files { get; init; } = [];

    /// <summary>Safe HTML.</summary>
    public IReadOnlyList<string> Blocks { get; init; } = [];

    public string? Reasoning { get; init; }

    /// <summary>complete, streaming, interrupted, failed or stopped.</summary>
    public required string Status { get; init; }

    public string? Model { get; init; }

    /// <summary>The model that answered, by its provider's name for it; null where that is not known.</summary>
    public string? AnsweredBy { get; init; }

    public string? Provider { get; init; }

    /// <summary>US dollars; null where it is not known.</summary>
    public decimal? Cost { get; init; }

    /// <summary>Shown as it was written, without formatting.</summary>
    public bool IsPlain { get; init; }

    /// <summary>Why it broke off, for the person.</summary>
    public string? Problem { get; init; }

    /// <summary>It ended because the model may not write more at once.</summary>
    public bool IsCutOff { get; init; }

    /// <summary>It ended because the provider does not let such words through.</summary>
    public bool IsFiltered { get; init; }

    public long? InputTokens { get; init; }

    public long? OutputTokens { get; init; }

    /// <summary>Messages in the same place, oldest first: branches.</summary>
    public IReadOnlyList<Guid> Siblings { get; init; } = [];

    /// <summary>1, -1 or 0.</summary>
    public int Rating { get; init; }

    public DateTimeOffset At { get; init; }

    /// <summary>Nothing follows it on this branch.</summary>
    public bool IsLast { get; init; }

    /// <summary>Shown as a form.</summary>
    public bool IsEdited { get; init; }

    /// <summary>What was noted from it, or is proposed after it.</summary>
    public IReadOnlyList<MemoryLine> Memories { get; init; } = [];

    public bool IsStreaming => Status == "streaming";

    /// <summary>There is more of it to be had: what broke off goes on behind the text that there is.</summary>
    public bool MayGoOn => IsLast && (Status is "stopped" or "interrupted" || (Status == "failed" && Text.Length > 0) || IsCutOff);

    /// <summary>So long that a person's own is folded: it would stand between them and the answer.</summary>
    public bool IsLong => Text.Length > 1_500 || Text.AsSpan().Count('\n') > 15;

    /// <summary>Who answered, as people call it.</summary>
    public string? By => Answerer.NameOf(Model, AnsweredBy);

    public string? CostText => Cost switch
    {
        null => null,
        0 => "free",
        < 0.0001m => "under $0.0001",
        < 0.01m => Cost.Value.ToString("$0.####", CultureInfo.InvariantCulture),
        _ => Cost.Value.ToString("$0.00", CultureInfo.InvariantCulture),
    };

    /// <summary>What is to be known of its end when it did not fail; null for nothing.</summary>
    public string? Note => Status switch
    {
        "stopped" => string.IsNullOrWhiteSpace(Text) ? "Stopped before anything had arrived. Regenerate asks again." : "Stopped. What had arrived was kept.",
        _ when IsCutOff => "The answer reached its length limit.",
        "complete" when IsFiltered => "The provider's content filter ended this answer. Ask in other words, or ask another model.",
        "complete" when string.IsNullOrWhiteSpace(Text) => "The model answered nothing. Try again, or ask another model.",
        _ => null,
    };

    public int Place => Siblings.ToList().IndexOf(Id) + 1;

    public Guid? Before => Place > 1 ? Siblings[Place - 2] : null;

    public Guid? After => Place > 0 && Place < Siblings.Count ? Siblings[Place] : null;

    /// <summary>Two of the same version look the same: the page's script keeps what it has.</summary>
    public string Version => string.Create(CultureInfo.InvariantCulture, $"{Status}-{Place}-{Siblings.Count}-{Rating}-{(IsStreaming ? 0 : Text.Length)}-{(IsLast ? 1 : 0)}-{(IsEdited ? 1 : 0)}-{(IsPlain ? 1 : 0)}-{Files.Count(f => !f.IsGone)}-{string.Concat(Memories.Select(m => $"{m.Id:n}{m.IsProposed}"))}");
}
