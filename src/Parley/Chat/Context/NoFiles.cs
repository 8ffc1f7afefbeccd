using Parley.Gateway.Messages;

namespace Parley.Chat.Context;

/// <summary>There are no files here.</summary>
internal sealed class NoFiles : IAttachedFiles
{
    public Task<string?> RefuseAsync(Guid userId, IReadOnlyList<Guid> fileIds, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(fileIds.Count == 0 ? null : "names a file that is not there");

    public Task<IReadOnlyList<ContentPart>> ReadAsync(Guid userId, IReadOnlyList<Guid> fileIds, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<ContentPart>>([]);
}
