namespace Parley.Chat.Live;

/// <summary>What an answer that is being made is doing. The names go over the wire.</summary>
internal enum AnswerState
{
    /// <summary>The model was asked, and has said nothing yet.</summary>
    Waiting,

    Reasoning,

    Writing,
}
