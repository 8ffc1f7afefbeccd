namespace Parley.Identity.Avatars;

/// <summary>A person's picture: 256 pixels square, WebP, made by us.</summary>
internal sealed class Avatar
{
    public required Guid UserId { get; init; }

    public required byte[] Bytes { get; set; }
}
