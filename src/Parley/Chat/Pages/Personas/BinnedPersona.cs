using Parley.Chat.Pages.Reading;
using Parley.Chat.Personas;

namespace Parley.Chat.Pages.Personas;

/// <summary>A deleted persona that can be restored.</summary>
/// <param name="DaysLeft">How long it can be.</param>
public sealed record BinnedPersona(Guid Id, string Name, PersonaLook Look, DateTimeOffset At, int DaysLeft)
{
    internal static BinnedPersona Of(Persona row, DateTimeOffset now)
    {
        var (content, at) = (PersonaContent.Read(row.Content), row.DeletedAt!.Value);
        return new(row.Id, content.Name, PersonaLook.Of(content.Name, content.Avatar), at, Math.Max(1, (int)Math.Ceiling((at + PersonaBin.Keep - now).TotalDays)));
    }
}
