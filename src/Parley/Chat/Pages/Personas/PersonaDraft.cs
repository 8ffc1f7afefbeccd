using System.Globalization;
using Parley.Chat.Pages.Reading;
using Parley.Chat.Personas;

namespace Parley.Chat.Pages.Personas;

/// <summary>A persona as its form shows it.</summary>
public sealed record PersonaDraft
{
    /// <summary>Null for a new one.</summary>
    public Guid? Id { get; init; }

    /// <summary>The version that the form was filled from; what is saved is to follow it.</summary>
    public int Version { get; init; }

    public bool IsDefault { get; init; }

    public bool IsCurrent { get; init; }

    public required PersonaLook Look { get; init; }

    public required string Name { get; init; }

    public required string Description { get; init; }

    public required string SystemPrompt { get; init; }

    /// <summary>With commas between them.</summary>
    public required string Traits { get; init; }

    public required string Greeting { get; init; }

    /// <summary>One a line.</summary>
    public required string Starters { get; init; }

    public required string Model { get; init; }

    public required string Temperature { get; init; }

    public required string TopP { get; init; }

    public required string MaxOutputTokens { get; init; }

    public required bool Thinking { get; init; }

    /// <summary>What is known of its model; null for nothing.</summary>
    public bool? CanThink { get; init; }

    public required bool UsesMemory { get; init; }

    public required bool ProposesMemories { get; init; }

    /// <summary>Empty: by the name.</summary>
    public required string Color { get; init; }

    public required string Glyph { get; init; }

    public Guid? PictureId { get; init; }

    internal static PersonaDraft Of(PersonaContent c) => new()
    {
        Look = PersonaLook.Of(c.Name, c.Avatar), Name = c.Name, Description = c.Description, SystemPrompt = c.SystemPrompt, Traits = string.Join(", ", c.Traits), Greeting = c.Greeting,
        Starters = string.Join('\n', c.Starters), Model = c.Model ?? "", Temperature = Number(c.Parameters?.Temperature), TopP = Number(c.Parameters?.TopP), MaxOutputTokens = Number(c.Parameters?.MaxOutputTokens),
        Thinking = c.Capabilities.Contains(PersonaCapabilities.ThinkingName), UsesMemory = c.UsesMemory, ProposesMemories = c.ProposesMemories,
        Color = c.Avatar is { } avatar ? PersonaForm.NameOf(avatar.Color) : "", Glyph = c.Avatar?.Glyph ?? "", PictureId = c.Avatar?.FileId,
    };

    private static string Number(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture) ?? "";
}
