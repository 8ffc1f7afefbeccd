using System.Globalization;
using System.Security.Cryptography;

namespace Parley.Billing.Metering;

/// <summary>Who this process is in the ledger.</summary>
/// <param name="Node">64 random bits, which are also the number of its advisory lock.</param>
/// <param name="IsShared">Other processes may write to the same ledger.</param>
internal sealed record LedgerIdentity(string Node, bool IsShared)
{
    public static LedgerIdentity New(bool isShared) => new(RandomNumberGenerator.GetHexString(16, lowercase: true), isShared);

    public static long LockOf(string node) => long.Parse(node, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
