namespace Parley.Tests.Chat;

/// <summary>One stage of each kind for all tests of a class: each test has people of its own.</summary>
public sealed class ChatStages : IAsyncLifetime
{
    private readonly Lazy<Task<ConversationStage>> _sqlite = new(() => ConversationStage.StartAsync(postgres: false)), _postgres = new(() => ConversationStage.StartAsync(postgres: true));

    internal Task<ConversationStage> OnAsync(bool postgres) => postgres ? _postgres.Value : _sqlite.Value;

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        foreach (var stage in new[] { _sqlite, _postgres })
            if (stage.IsValueCreated) await (await stage.Value).DisposeAsync();
    }
}
