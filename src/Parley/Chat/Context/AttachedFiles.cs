using Parley.Assets;
using Parley.Gateway.Messages;

namespace Parley.Chat.Context;

/// <summary>Files of messages are those of the person who wrote them.</summary>
internal sealed class AttachedFiles(FileParts files) : IAttachedFiles
{
    public async Task<string?> RefuseAsync(Guid userId, IReadOnlyList<Guid> fileIds, CancellationToken cancellationToken)
    {
        if (fileIds.Count == 0) return null;
        if (fileIds.Count > FileParts.MaxPerMessage) return $"are {fileIds.Count}: at most {FileParts.MaxPerMessage} files go with a message";
        if (fileIds.Distinct().Count() != fileIds.Count) return "names a file twice";
        return await files.CountAsync(userId, fileIds, cancellationToken) < fileIds.Count ? IAttachedFiles.NotThere : null;
    }

    public Task<IReadOnlyList<ContentPart>> ReadAsync(Guid userId, IReadOnlyList<Guid> fileIds, ModelTakes takes, CancellationToken cancellationToken) =>
        files.ReadAsync(userId, fileIds, takes, cancellationToken);
}
