namespace Parley.Gateway.Messages;

/// <summary>Who speaks in a turn.</summary>
public enum TurnRole : byte
{
    /// <summary>The person, or the results of tools.</summary>
    User,

    /// <summary>The model.</summary>
    Assistant,

    /// <summary>Whoever gives instructions, in the middle of the conversation. Formats that have no place for them there put them in front of it.</summary>
    System,
}

/// <summary>One message of the conversation.</summary>
public sealed record Turn(TurnRole Role, List<ContentPart> Parts);
