namespace Parley.Assets;

/// <summary>Why a file is not taken, for the person: what it is, and what to do.</summary>
internal sealed record FileRefusal(int Status, string Detail)
{
    public static FileRefusal TooLarge(string detail) => new(StatusCodes.Status413PayloadTooLarge, detail + " Nothing was kept.");

    public static FileRefusal Type(string detail) => new(StatusCodes.Status415UnsupportedMediaType, detail + " Nothing was kept.");

    public static FileRefusal Unusable(string detail) => new(StatusCodes.Status422UnprocessableEntity, detail + " Nothing was kept.");
}
