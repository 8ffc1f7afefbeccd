namespace Parley.Tests.Sdk;

internal static class Samples
{
    /// <summary>A picture of one pixel.</summary>
    public const string PngBase64 = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    /// <summary>Longer than 16 pieces of the simulator, the least to which Responses may be limited.</summary>
    public static readonly string LongText = string.Concat(Enumerable.Repeat("abcdef", 20));

    /// <summary>"%PDF-1.4 ..." without pages: enough to travel.</summary>
    public static readonly string PdfBase64 = Convert.ToBase64String("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"u8);
}
