namespace Parley.Ui.Rendering;

/// <summary>htmx acts only on elements that carry the page's nonce: components add it to those that ask for htmx.</summary>
internal static class HtmxAttributes
{
    public static IReadOnlyDictionary<string, object>? WithNonce(IReadOnlyDictionary<string, object>? attributes, string nonce) =>
        attributes is null || !attributes.Keys.Any(name => name.StartsWith("hx-", StringComparison.Ordinal))
            ? attributes
            : new Dictionary<string, object>(attributes) { ["hx-nonce"] = nonce };
}
