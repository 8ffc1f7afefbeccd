using System.ClientModel;
using OpenAI.Responses;

namespace Parley.Tests.Sdk.OpenAi;

/// <summary>Responses that are asked for again, made in the background, stopped and forgotten.</summary>
[Collection(SdkTests.Name), Trait("Pace", "slow")]
public sealed class ResponsesKeptTests(SdkStage stage)
{
    [Theory, MemberData(nameof(SdkTests.Kinds), MemberType = typeof(SdkTests))]
    public async Task A_response_is_kept_gone_on_from_and_forgotten(string kind)
    {
        var client = stage.Responses();
        var first = await client.AskAsync(false, Responding.Question(SdkStage.Model(kind, "echo-strict"), "My name is Ada."));
        Assert.Equal("My name is Ada.", (await client.GetResponseAsync(first.Id)).Value.GetOutputText());
        var question = Responding.Question(SdkStage.Model(kind, "echo-strict"), "And yours?");
        question.PreviousResponseId = first.Id;
        Assert.Equal(("And yours?", first.Id), ((await client.AskAsync(true, question)) is var second ? second.GetOutputText() : "", second.PreviousResponseId));
        // Who keeps the first turn may be told its id instead.
        var body = stage.Simulator.LastRequest!.BodyText;
        Assert.True(body.Contains("My name is Ada.", StringComparison.Ordinal) || (kind == "responses" && body.Contains(first.Id, StringComparison.Ordinal)), body);
        Assert.True((await client.DeleteResponseAsync(first.Id)).Value.Deleted);
        Assert.Equal(404, (await Assert.ThrowsAsync<ClientResultException>(() => client.GetResponseAsync(first.Id))).Status);
    }

    [Theory, MemberData(nameof(SdkTests.Kinds), MemberType = typeof(SdkTests))]
    public async Task One_in_the_background_is_followed_from_any_place(string kind)
    {
        var client = stage.Responses();
        var begun = (await client.CreateResponseAsync(Background(kind, "n30-itl20"))).Value;
        Assert.True(begun.Status is ResponseStatus.Queued or ResponseStatus.InProgress, $"{begun.Status}");
        List<StreamingResponseUpdate> all = [], rest = [];
        await foreach (var update in await client.GetResponseStreamingAsync(new GetResponseOptions(begun.Id) { StreamingEnabled = true })) all.Add(update);
        await foreach (var update in await client.GetResponseStreamingAsync(new GetResponseOptions(begun.Id) { StreamingEnabled = true, StartingAfter = 9 })) rest.Add(update);
        var end = Assert.IsType<StreamingResponseCompletedUpdate>(all[^1]).Response;
        Assert.Equal((begun.Id, 30), (end.Id, end.Usage.OutputTokenCount));
        Assert.Equal(end.GetOutputText(), string.Concat(all.OfType<StreamingResponseOutputTextDeltaUpdate>().Select(u => u.Delta)));
        Assert.Equal(all.Select(u => u.SequenceNumber).Where(n => n > 9), rest.Select(u => u.SequenceNumber));
        Assert.Equal(end.GetOutputText(), (await client.GetResponseAsync(begun.Id)).Value.GetOutputText());
    }

    [Theory, MemberData(nameof(SdkTests.Kinds), MemberType = typeof(SdkTests))]
    public async Task One_in_the_background_can_be_cancelled(string kind)
    {
        var before = stage.Simulator.Stats.ClientAborted;
        var begun = (await stage.Responses().CreateResponseAsync(Background(kind, "n200-itl20"))).Value;
        Assert.Equal(ResponseStatus.Cancelled, (await stage.Responses().CancelResponseAsync(begun.Id)).Value.Status);
        Assert.InRange(await stage.UntilAbortedAsync(before), TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    private static CreateResponseOptions Background(string kind, string words)
    {
        var question = Responding.Question(SdkStage.Model(kind, words), "hi");
        question.BackgroundModeEnabled = true;
        return question;
    }
}
