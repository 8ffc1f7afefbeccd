namespace Parley.Assets.Storage;

/// <summary>Where bytes are kept cannot be reached, or does not let us in: the same may work in a moment.</summary>
internal sealed class StorageAwayException(Exception reason) : Exception($"Where files are kept cannot be reached: {reason.GetBaseException().Message}", reason);
