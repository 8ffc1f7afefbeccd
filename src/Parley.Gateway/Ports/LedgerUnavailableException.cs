namespace Parley.Gateway.Ports;

/// <summary>The ledger cannot write now (disk full, database gone). Nothing was acknowledged.</summary>
public sealed class LedgerUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
