using System.Buffers;
using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects;

/// <summary>Fields that OpenAI's two formats share and no other vendor has. What both spell differently its reader takes itself.</summary>
internal static class OpenAiFields
{
    /// <summary>Chat's name for how much the answer says; Responses has it inside of <c>text</c>.</summary>
    public const string Verbosity = "verbosity";

    /// <summary>Takes a top-level field that both formats spell alike; false for any other.</summary>
    public static bool TryTake(this Prompt prompt, JsonProperty member)
    {
        if (member.Name is not ("service_tier" or "prompt_cache_key" or "prompt_cache_retention")) return false;
        prompt.OpenAiFields.Add(new OpenAiField(member.Name, member.Name, member.Value));
        return true;
    }

    /// <summary>Writes fields as further members of the request.</summary>
    public static void Write(IEnumerable<OpenAiField> fields, IBufferWriter<byte> output)
    {
        foreach (var field in fields)
        {
            output.Raw(",\""u8);
            output.Escape(field.Name);
            output.Raw("\":"u8);
            output.Element(field.Value);
        }
    }
}
