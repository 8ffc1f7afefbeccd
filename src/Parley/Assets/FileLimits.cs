using System.ComponentModel;
using Parley.Assets.Reading;

namespace Parley.Assets;

/// <summary>What may be uploaded.</summary>
internal sealed record FileLimits(
    [property: Description("Longest picture, bytes.")] long MaxImageBytes,
    [property: Description("Most pixels of a picture, width times height.")] long MaxImagePixels,
    [property: Description("Longest side of what is kept of a picture; larger ones are made smaller.")] int KeptImageSide,
    [property: Description("Longest PDF or Word document, bytes.")] long MaxDocumentBytes,
    [property: Description("Most pages of a PDF.")] int MaxPages,
    [property: Description("Longest text, bytes; also how much text is taken out of a document.")] long MaxTextBytes,
    [property: Description("All files of one person together, bytes.")] long MaxBytesPerPerson,
    [property: Description("Files of one message.")] int MaxFilesPerMessage,
    [property: Description("What a file picker should offer.")] IReadOnlyList<string> Accept)
{
    public static FileLimits Of(AssetsOptions options) => new(options.MaxImageBytes, ImageFile.MaxPixels, ImageFile.MaxSide, options.MaxDocumentBytes, options.MaxPages, options.MaxTextBytes,
        options.MaxBytesPerPerson, FileParts.MaxPerMessage, ["image/png", "image/jpeg", "image/webp", "image/gif", "application/pdf", ".docx", "text/*"]);
}
