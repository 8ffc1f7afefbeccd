using Parley.Identity.Model;

namespace Parley.Identity.Keys;

/// <summary>What came of changing a key: the key as it is now, or null when there is none.</summary>
/// <param name="Key">The key.</param>
/// <param name="IsMismatch">It is not of the version that the change was for, and was left as it is.</param>
internal sealed record KeyChanged(ApiKey? Key, bool IsMismatch);
