using Microsoft.EntityFrameworkCore;
using Parley.Chat.Model;
using Parley.Tests.Chat.Live;

namespace Parley.Tests.Chat.Generations;

/// <summary>A person at one node, whose answers are made at another one of the same database.</summary>
[Trait("Pace", "slow")]
public sealed class TwoNodesTests
{
    [Fact]
    public async Task The_other_node_follows_tells_and_stops()
    {
        await using var one = await ChatStage.StartAsync(postgres: true);
        await using var other = await one.SecondNodeAsync();
        var person = ChatStage.NewPerson();
        using var here = one.Person(person);
        using var there = other.Person(person);
        await using var tab = new FeedReader(there);
        await tab.ConnectAsync();
        await ChatClient.UntilAsync(() => Task.FromResult(tab.Has("hello")), "The tab is not connected.");

        using var response = await here.BeginAsync(new { message = "Go", model = "chat/n50-itl30" });
        var started = (await response.EventsAsync(most: 1))[0];
        var followed = await there.PickUpAsync(response.StreamId());
        Assert.Equal((await here.PickUpAsync(response.StreamId())).Select(e => e.Told), followed.Select(e => e.Told));
        Assert.Equal("done", followed[^1].Name);
        await ChatClient.UntilAsync(() => Task.FromResult(tab.StateOf(started.Text("messageId")) == "complete"), "The other node's tab does not hear of the end.");
        Assert.Equal(followed.Text(), tab.TextOf(started.Text("messageId")));

        // A repeated send at the other node is the same send.
        using var endless = await here.BeginAsync(new { message = "On and on", model = "chat/endless-itl20" }, key: "once");
        using var repeated = await there.BeginAsync(new { message = "On and on", model = "chat/endless-itl20" }, key: "once");
        Assert.Equal(endless.StreamId(), repeated.StreamId());

        // And it can be stopped there.
        var stopped = await there.SendAsync($"/api/v1/chat/streams/{endless.StreamId()}/stop", null);
        Assert.Contains(stopped.GetProperty("state").GetString(), new[] { "stopped", "streaming" });
        await ChatClient.UntilAsync(async () =>
        {
            await using var db = one.Db();
            return await db.Set<Generation>().AllAsync(g => g.UserId != person || g.EndedAt != null, TestContext.Current.CancellationToken);
        }, "The answer is not stopped.");
        Assert.Equal("stopped", (await there.PickUpAsync(endless.StreamId()))[^1].Text("finishReason"));
    }
}
