namespace Parley.Tests.Chat;

/// <summary>A stage that a class shares.</summary>
public abstract class ChatFixture(bool postgres = false) : IAsyncLifetime
{
    internal ChatStage Chat { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Chat = await ChatStage.StartAsync(postgres);

    public async ValueTask DisposeAsync()
    {
        await Chat.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
