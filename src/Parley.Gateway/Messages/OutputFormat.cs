using System.Text.Json;

namespace Parley.Gateway.Messages;

/// <summary>The form of the answer. <paramref name="Schema"/> undefined: any JSON object.</summary>
public sealed record OutputFormat(JsonElement Schema, string? Name, string? Description, bool? Strict);
