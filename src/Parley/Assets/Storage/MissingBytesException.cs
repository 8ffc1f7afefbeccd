namespace Parley.Assets.Storage;

/// <summary>A row leads to bytes that are not where bytes are kept: they were removed by hand, or another node keeps them elsewhere.</summary>
internal sealed class MissingBytesException() : Exception("The bytes of a file are not where they should be.");
