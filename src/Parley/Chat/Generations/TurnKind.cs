namespace Parley.Chat.Generations;

/// <summary>What a person wants of a model.</summary>
internal enum TurnKind
{
    /// <summary>An answer to a new message.</summary>
    Send,

    /// <summary>An answer to another wording of a message, on a branch beside it.</summary>
    Edit,

    /// <summary>Another answer to a message, on a branch beside the one there is.</summary>
    Regenerate,

    /// <summary>The rest of an answer that broke off.</summary>
    Continue,
}
