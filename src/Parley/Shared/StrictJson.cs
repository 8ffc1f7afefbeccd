using System.Text.Json;
using System.Text.Json.Serialization;

namespace Parley.Shared;

/// <summary>The JSON of <c>/api/v1</c>: camelCase, and nothing that the server would silently ignore: an unknown or
/// repeated member, a number in a string or a null where a value belongs is the caller's mistake and is named.</summary>
internal static class StrictJson
{
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>The same for bodies whose unknown and repeated members were told already.</summary>
    public static JsonSerializerOptions Lenient { get; } = new(Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip, AllowDuplicateProperties = true };

    public static void Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.MaxDepth = 64;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Apply(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
