using System.Buffers;
using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects;

/// <summary>OpenAI's search of the web: options of a chat request, and a tool of Responses.</summary>
internal static class WebSearch
{
    /// <summary>Chat's name for it.</summary>
    public const string Options = "web_search_options";

    private const string Size = "search_context_size", Location = "user_location", Approximate = "approximate";

    /// <summary>The options, where the request wants a search; undefined otherwise.</summary>
    public static JsonElement Of(Prompt prompt) => prompt.OpenAiFields.Find(field => field.Name == Options).Value;

    /// <summary>Whether a tool of Responses is this one, in whatever version.</summary>
    public static bool Is(string type) => type.StartsWith("web_search", StringComparison.Ordinal) && !type.StartsWith("web_search_call", StringComparison.Ordinal);

    /// <summary>Takes the tool as chat's options. What these have no place for is named.</summary>
    public static void Read(JsonFields tool, Prompt prompt)
    {
        var type = tool.NeedText("type");
        if (Of(prompt).ValueKind != JsonValueKind.Undefined)
        {
            prompt.Unshare("tools." + type); // options are there only once
            return;
        }

        var options = new ArrayBufferWriter<byte>();
        options.Raw("{"u8);
        var any = false;
        foreach (var member in tool.Value.EnumerateObject())
        {
            if (member.Name == "type" || member.Value.ValueKind == JsonValueKind.Null) continue;
            if (member.Name == Size || (member.Name == Location && member.Value.ValueKind == JsonValueKind.Object)) Write(member, options, ref any);
            else prompt.Unshare($"tools.{type}.{member.Name}");
        }

        options.Raw("}"u8);
        prompt.OpenAiFields.Add(new OpenAiField(Options, "tools." + type, JsonElement.Parse(options.WrittenSpan)));
    }

    /// <summary>Writes chat's options as the tool.</summary>
    public static void WriteTool(JsonElement options, IBufferWriter<byte> output)
    {
        output.Raw("{\"type\":\"web_search\""u8);
        if (options.TryGetProperty(Size, out var size))
        {
            output.Raw(",\"search_context_size\":"u8);
            output.Element(size);
        }

        if (options.TryGetProperty(Location, out var location) && location.ValueKind == JsonValueKind.Object
            && location.TryGetProperty(Approximate, out var place) && place.ValueKind == JsonValueKind.Object)
        {
            output.Raw(",\"user_location\":{\"type\":\"approximate\""u8);
            WriteMembers(place, first: false, output);
            output.Raw("}"u8);
        }

        output.Raw("}"u8);
    }

    private static void Write(JsonProperty member, ArrayBufferWriter<byte> options, ref bool any)
    {
        if (any) options.Raw(","u8);
        any = true;
        if (member.Name == Size)
        {
            options.Raw("\"search_context_size\":"u8);
            options.Element(member.Value);
            return;
        }

        options.Raw("\"user_location\":{\"type\":\"approximate\",\"approximate\":{"u8);
        WriteMembers(member.Value, first: true, options);
        options.Raw("}}"u8);
    }

    /// <summary>City, country, region, timezone: both formats spell them alike.</summary>
    private static void WriteMembers(JsonElement place, bool first, IBufferWriter<byte> output)
    {
        foreach (var member in place.EnumerateObject())
        {
            if (member.Name == "type" || member.Value.ValueKind == JsonValueKind.Null) continue;
            if (!first) output.Raw(","u8);
            first = false;
            output.String(member.Name);
            output.Raw(":"u8);
            output.Element(member.Value);
        }
    }
}
