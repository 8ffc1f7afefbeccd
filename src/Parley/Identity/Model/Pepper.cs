namespace Parley.Identity.Model;

/// <summary>The one pepper of all keys, sealed by the key ring.</summary>
internal sealed class Pepper
{
    public const int TheOne = 1;

    public int Id { get; init; } = TheOne;

    public required byte[] Sealed { get; init; }
}
