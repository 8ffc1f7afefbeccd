using System.Text.Json;
using System.Text.Unicode;
using Parley.Gateway.Dialects;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Http;

/// <summary>
/// Reads a body into the neutral vocabulary, where it must be taken apart. It is looked at more closely than a body that passes
/// through: what a vendor would have judged by its own rules, a translation would silently decide.
/// </summary>
internal static class PromptReader
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Throws <see cref="GatewayFaultException"/> (400) for what the format does not allow, text that is not UTF-8, and
    /// keys that stand twice at any depth.</summary>
    public static Prompt Read(IDialect dialect, LlmOperation operation, ReadOnlySpan<byte> body)
    {
        if (!Utf8.IsValid(body)) throw GatewayFaultException.Invalid("The request body is not valid UTF-8 text. Nothing was sent to a model.");
        return dialect.ReadRequest(Parse(body), operation);
    }

    private static JsonElement Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonElement.Parse(body, Strict);
        }
        catch (JsonException)
        {
            throw GatewayFaultException.Invalid("A key stands twice in one object of the request body, and it is not clear which value is meant. Nothing was sent to a model.");
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair in a key.
            throw GatewayFaultException.Invalid("A key in the request body is not valid text. Nothing was sent to a model.");
        }
    }
}
