namespace Parley.Chat.Generations;

/// <summary>Why a turn did not begin; nothing was written.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">For the person; for 400 it continues the field's name.</param>
/// <param name="Field">The field at fault, for 400.</param>
internal sealed record TurnRefusal(int Status, string Detail, string? Field = null)
{
    public static TurnRefusal Invalid(string field, string detail) => new(StatusCodes.Status400BadRequest, detail, field);

    public static TurnRefusal NoConversation { get; } = new(StatusCodes.Status404NotFound, "There is no such conversation. Nothing was sent to a model.");

    public static TurnRefusal NoMessage { get; } = new(StatusCodes.Status404NotFound, "There is no such message in this conversation. Nothing was sent to a model.");

    public static TurnRefusal NoParent { get; } = new(StatusCodes.Status404NotFound, "parentId is no message of this conversation. Nothing was sent to a model.");

    public static TurnRefusal NoFile { get; } = new(StatusCodes.Status404NotFound, "fileIds names a file that is not there. Nothing was sent to a model.");

    public static TurnRefusal NoPersona { get; } = new(StatusCodes.Status404NotFound, "There is no such persona. Nothing was sent to a model.");

    public static TurnRefusal Busy { get; } = new(StatusCodes.Status409Conflict,
        "An answer is just being made there. Wait for it, stop it, or follow another message (parentId). Nothing was sent to a model.");

    public static TurnRefusal KeyReused { get; } = new(StatusCodes.Status409Conflict, "This Idempotency-Key was used for another message. Use a new one for each message.");
}
