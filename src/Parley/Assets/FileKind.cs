namespace Parley.Assets;

/// <summary>What a file is, told by its content.</summary>
internal enum FileKind
{
    Image,
    Text,
    Pdf,
    Word,
}
