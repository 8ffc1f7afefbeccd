namespace Parley.Tests.Chat;

/// <summary>One stage of each kind for all tests of a class: each test has people of its own.</summary>
public sealed class ChatStages : IAsyncLifetime
{
    private readonly Lazy<Task<ChatStage>> _sqlite = new(() => ChatStage.StartAsync(postgres: false)), _postgres = new(() => ChatStage.StartAsync(postgres: true));

    internal Task<ChatStage> OnAsync(bool postgres) => postgres ? _postgres.Value : _sqlite.Value;

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        foreach (var stage in new[] { _sqlite, _postgres })
            if (stage.IsValueCreated) await (await stage.Value).DisposeAsync();
    }
}
