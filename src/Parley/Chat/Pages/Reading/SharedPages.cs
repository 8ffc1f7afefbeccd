using Microsoft.Extensions.Caching.Memory;
using Parley.Chat.Markdown;
using Parley.Chat.Model;
using Parley.Chat.Sharing;

namespace Parley.Chat.Pages.Reading;

/// <summary>What stands under share links, rendered. Anybody may ask for it, and it costs time with its length: so it is rendered once, and only for a few readers at a time.</summary>
internal sealed class SharedPages(ShareStore store) : IDisposable
{
    private const long MostCharacters = 16 * 1024 * 1024;
    private const int MostAtOnce = 2;

    private static readonly TimeSpan KeptUnread = TimeSpan.FromMinutes(10);

    private readonly MemoryCache _rendered = new(new MemoryCacheOptions { SizeLimit = MostCharacters });
    private readonly SemaphoreSlim _turns = new(MostAtOnce);

    /// <summary>Null where there is nothing under a link.</summary>
    public async Task<SharedView?> ReadAsync(string token, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync(token, cancellationToken) is not { } shared) return null;
        var key = (token, shared.SharedAt);
        if (_rendered.TryGetValue(key, out IReadOnlyList<IReadOnlyList<string>>? answers)) return SharedView.Of(shared, token, answers!);
        await _turns.WaitAsync(cancellationToken);
        try
        {
            if (!_rendered.TryGetValue(key, out answers))
            {
                answers = Render(shared, cancellationToken);
                _rendered.Set(key, answers, new MemoryCacheEntryOptions { Size = 1 + answers.Sum(blocks => blocks.Sum(block => (long)block.Length)), SlidingExpiration = KeptUnread });
            }
        }
        finally
        {
            _turns.Release();
        }

        return SharedView.Of(shared, token, answers!);
    }

    public void Dispose()
    {
        _rendered.Dispose();
        _turns.Dispose();
    }

    private static List<IReadOnlyList<string>> Render(SharedConversation shared, CancellationToken cancellationToken)
    {
        List<IReadOnlyList<string>> answers = [];
        foreach (var message in shared.Messages)
        {
            cancellationToken.ThrowIfCancellationRequested();
            answers.Add(message.Role == MessageRole.User ? [] : [.. MarkdownRenderer.RenderBlocks(message.Text, $"s{answers.Count}").Select(block => block.Html)]);
        }

        return answers;
    }
}
