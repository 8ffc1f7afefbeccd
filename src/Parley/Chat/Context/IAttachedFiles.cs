using Parley.Assets;
using Parley.Gateway.Messages;

namespace Parley.Chat.Context;

/// <summary>The one place where a conversation meets its files: who may attach which, and what a model is given of them.</summary>
internal interface IAttachedFiles
{
    /// <summary>Why, when a file was deleted, never was, or is somebody else's.</summary>
    const string NotThere = "names a file that is not there";

    /// <summary>Why these files cannot go with a message of this person, for the person; null when they can.</summary>
    Task<string?> RefuseAsync(Guid userId, IReadOnlyList<Guid> fileIds, CancellationToken cancellationToken);

    /// <summary>What a model is given of a message's files, before its text, in the form that the model takes; empty for none.</summary>
    Task<IReadOnlyList<ContentPart>> ReadAsync(Guid userId, IReadOnlyList<Guid> fileIds, ModelTakes takes, CancellationToken cancellationToken);
}
