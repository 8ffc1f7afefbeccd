using System.Text.Json;

namespace Parley.Tests.Chat;

internal sealed record StreamEvent(long? Id, string? Name, JsonElement Data)
{
    public string Text(string member) => Data.GetProperty(member).GetString()!;

    // Elements compare by what they say.
    public (long? Id, string? Name, string Data) Told => (Id, Name, Data.GetRawText());
}
