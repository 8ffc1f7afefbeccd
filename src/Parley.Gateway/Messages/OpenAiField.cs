using System.Runtime.InteropServices;
using System.Text.Json;

namespace Parley.Gateway.Messages;

/// <summary>A wish that only OpenAI's two formats have a word for: it goes on to OpenAI as it is, and is named to the caller of anybody else.</summary>
/// <param name="Name">As chat calls it.</param>
/// <param name="CallersName">As the caller's format calls it.</param>
/// <param name="Value">What is wished, unread: the vendor judges it.</param>
public readonly record struct OpenAiField(string Name, string CallersName, JsonElement Value)
{
    /// <summary>Without it would happen what it wishes, or what another vendor does anyway.</summary>
    public bool IsUsual => Name == "service_tier" && JsonMarshal.GetRawUtf8Value(Value) is var raw && (raw.SequenceEqual("\"auto\""u8) || raw.SequenceEqual("\"default\""u8));
}
