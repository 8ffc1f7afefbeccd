using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Parley.Chat.Model;
using Parley.Chat.Sharing;
using Parley.Identity.Accounts;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Chat.Sharing;

[Trait("Pace", "slow")]
public sealed class ShareTests(ChatStages stages) : IClassFixture<ChatStages>
{
    public static TheoryData<bool> BothKinds => TestDatabase.BothKinds;

    private readonly Guid _me = Guid.CreateVersion7();

    [Theory, MemberData(nameof(BothKinds))]
    public async Task A_link_shows_a_snapshot_to_anybody_until_it_is_revoked(bool postgres)
    {
        var stage = await stages.OnAsync(postgres);
        var id = await stage.ConversationAsync(_me, "Shared");
        var question = await stage.SayAsync(_me, id, "question");
        await stage.SayAsync(_me, id, "another answer", question, MessageRole.Assistant, "demo");
        var answer = await stage.SayAsync(_me, id, "answer", question, MessageRole.Assistant, "demo");
        var share = await stage.OkAsync(_me, "POST", $"conversations/{id}/share");
        var token = share.GetProperty("token").GetString()!;
        Assert.EndsWith($"/shared/{token}", share.GetProperty("url").GetString(), StringComparison.Ordinal);
        Assert.Equal(token, (await stage.OkAsync(_me, "GET", $"conversations/{id}")).GetProperty("share").GetProperty("token").GetString());

        await stage.SayAsync(_me, id, "a secret said later", answer);
        var (status, shared) = await ReadAsync(stage, token);
        Assert.Equal((HttpStatusCode.OK, "Shared"), (status, shared.GetProperty("title").GetString()));
        Assert.Equal(["question", "answer"], shared.GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("text").GetString()));
        Assert.DoesNotContain(_me.ToString(), shared.GetRawText(), StringComparison.OrdinalIgnoreCase);

        Assert.Equal(token, (await stage.OkAsync(_me, "POST", $"conversations/{id}/share")).GetProperty("token").GetString());
        Assert.Equal(3, (await ReadAsync(stage, token)).Body.GetProperty("messages").GetArrayLength());

        await stage.OkAsync(_me, "DELETE", $"conversations/{id}");
        Assert.Equal(HttpStatusCode.NotFound, (await ReadAsync(stage, token)).Status);
        await stage.OkAsync(_me, "POST", $"conversations/{id}/restore");
        Assert.Equal(HttpStatusCode.OK, (await ReadAsync(stage, token)).Status);

        await stage.OkAsync(_me, "DELETE", $"conversations/{id}/share");
        await stage.OkAsync(_me, "DELETE", $"conversations/{id}/share");
        Assert.Equal(HttpStatusCode.NotFound, (await ReadAsync(stage, token)).Status);
        Assert.NotEqual(token, (await stage.OkAsync(_me, "POST", $"conversations/{id}/share")).GetProperty("token").GetString());
    }

    /// <summary>A version that is gone may have shown what this one does not.</summary>
    [Fact]
    public async Task A_link_of_an_older_version_is_still_shown()
    {
        var stage = await stages.OnAsync(false);
        var id = await stage.ConversationAsync(_me, "Shared long ago");
        await stage.SayAsync(_me, id, "question");
        var token = (await stage.OkAsync(_me, "POST", $"conversations/{id}/share")).GetProperty("token").GetString()!;
        await using (var db = await stage.Databases.CreateDbContextAsync())
        {
            var share = await db.Set<Share>().SingleAsync(s => s.Token == token);
            share.Snapshot = share.Snapshot.Insert(1, "\"mood\":\"sunny\",");
            await db.SaveChangesAsync();
        }

        var (status, shared) = await ReadAsync(stage, token);
        Assert.Equal((HttpStatusCode.OK, "Shared long ago"), (status, shared.GetProperty("title").GetString()));
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task A_closed_account_s_links_show_nothing(bool postgres)
    {
        var stage = await stages.OnAsync(postgres);
        var id = await stage.ConversationAsync(_me, "Shared");
        await stage.SayAsync(_me, id, "question");
        var token = (await stage.OkAsync(_me, "POST", $"conversations/{id}/share")).GetProperty("token").GetString()!;
        await using var db = await stage.Databases.CreateDbContextAsync();
        var name = $"{_me:n}@example.org";
        var me = new User { Id = _me, UserName = name, NormalizedUserName = name.ToUpperInvariant(), Email = name, NormalizedEmail = name.ToUpperInvariant(), DisplayName = "me", DisabledAt = DateTimeOffset.UnixEpoch, Version = 1 };
        db.Add(me);
        await db.SaveChangesAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await ReadAsync(stage, token)).Status);
        me.DisabledAt = null;
        await db.SaveChangesAsync();
        Assert.Equal(HttpStatusCode.OK, (await ReadAsync(stage, token)).Status);
    }

    [Theory]
    [InlineData("x"), InlineData("00000000000000000000000000000000"), InlineData("00000000000000000000000000000000000000000000000000000000000000000000000")]
    public async Task A_link_that_never_was_is_404(string token)
    {
        var stage = await stages.OnAsync(false);
        Assert.Equal(HttpStatusCode.NotFound, (await ReadAsync(stage, token)).Status);
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> ReadAsync(ConversationStage stage, string token)
    {
        using var answer = await stage.SendAsync(null, "GET", $"shared/{token}");
        return (answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync()));
    }
}
