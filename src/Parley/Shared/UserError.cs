namespace Parley.Shared;

/// <summary>An expected failure of the start or of a verb: its message is one line for the person at the terminal, who
/// gets it on standard error with exit code 2 and without a stack trace.</summary>
internal sealed class UserError(string message, Exception? inner = null) : Exception(message, inner);
