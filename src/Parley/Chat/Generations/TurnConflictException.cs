namespace Parley.Chat.Generations;

/// <summary>A conversation changed while a turn was written into it; the transaction is undone, and the turn looked at anew.</summary>
internal sealed class TurnConflictException : Exception
{
    public TurnConflictException() : base("The conversation changed meanwhile.")
    {
    }

    public TurnConflictException(string message) : base(message)
    {
    }

    public TurnConflictException(string message, Exception inner) : base(message, inner)
    {
    }
}
