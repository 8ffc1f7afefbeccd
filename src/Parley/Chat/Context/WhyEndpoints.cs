using Microsoft.AspNetCore.Http.HttpResults;
using Parley.Chat.Conversations;
using Parley.Chat.Model;
using Parley.Data;
using Parley.Identity;
using Parley.Shared;

namespace Parley.Chat.Context;

/// <summary><c>/api/v1/conversations/{id}/messages/{mid}/why</c>: what an answer was made of.</summary>
internal static class WhyEndpoints
{
    private const string Shown =
        """{"messageId":"019a8f2c-8a11-7f00-a1b2-c3d4e5f60718","model":"fast","provider":"openai","answeredBy":"gpt-5-mini","persona":{"id":"019a8f2c-7b3e-7cc1-9d5e-3f1a2b4c5d6e","name":"Editor","version":3,"currentVersion":4},"memories":[{"id":"019a8f2c-9000-7cc1-9d5e-3f1a2b4c5d6e","text":"I am vegetarian"}],"memoryRanking":"embeddings","context":{"messages":5,"summaryId":null,"leftOut":0,"tokens":812,"memoryRanking":"embeddings","memoryModel":"text-embedding-3-small"},"summary":null,"files":[],"requestId":"req_01JZ7T0V6C2M9K4X8Q5W3E1R7Y","inputTokens":815,"outputTokens":120,"cost":{"amount":"0.00044375","currency":"USD"}}""";

    public static void MapWhy(this RouteGroupBuilder group) =>
        group.MapGet("/{id}/messages/{mid}/why", ReadAsync).WithName("explainMessage").WithSummary("What an answer was made of: persona and its version, memories, files, how much of the conversation.")
            .WithExample(response: Shown).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<Results<Ok<WhyShown>, ProblemHttpResult>> ReadAsync(string id, string mid, HttpContext context, ParleyDbContext db, CancellationToken cancellationToken)
    {
        var userId = CallerIdentity.UserId(context.User);
        if (await ConversationStore.FindAsync(db, userId, PathId.Read(id), cancellationToken) is not { } conversation) return ConversationEndpoints.NotFound();
        if (await WhyReader.FindAsync(db, userId, conversation.Id, PathId.Read(mid), cancellationToken) is not { } message) return Problems.NotFound("There is no such message.");
        if (message.Role != MessageRole.Assistant) return Problems.Conflict("This message is the person's own: only answers are made of something.");
        return TypedResults.Ok(await WhyReader.ReadAsync(db, message, cancellationToken));
    }
}
