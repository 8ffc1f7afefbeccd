using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Parley.Identity;
using Parley.Shared;

namespace Parley.Chat.Search;

/// <summary><c>GET /api/v1/conversations/search</c>.</summary>
internal static class SearchEndpoints
{
    public static void MapSearch(this RouteGroupBuilder conversations) =>
        conversations.MapGet("/search", FindAsync).WithName("searchConversations").WithSummary("Finds conversations by their titles and messages by their texts, with snippets.")
            .WithDescription("All words of q must be contained, as parts of words too, in any script, upper or lower case; quotation marks keep words together. "
                + "Titles come first, then messages, newest first. Archived conversations and branches that are not shown are searched, deleted conversations are not. "
                + "marks are the places in the snippet that match. An answer is found once it is whole.")
            .WithExample(response: """{"items":[{"kind":"message","conversationId":"019a8f2c-7b3e-7cc1-9d5e-3f1a2b4c5d6e","messageId":"019a8f2c-8a11-7f00-a1b2-c3d4e5f60718","role":"assistant","title":"Trip to Lisbon","archived":false,"snippet":"Take the night train.","marks":[{"start":15,"length":5}],"at":"2026-01-31T12:05:00Z"}],"next":null}""")
            .ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<Results<Ok<Page<SearchResult>>, ProblemHttpResult>> FindAsync(
        [Description("What to look for: at most 200 characters.")] string? q, string? cursor, int? limit,
        HttpContext context, ConversationSearch search, CancellationToken cancellationToken)
    {
        var (terms, problem) = SearchTerms.Parse(q);
        if (terms is null) return Problems.Invalid("q", problem!);
        if (!PageQuery.TryRead(cursor, limit, search.IsCursor, out var query, out var wrong)) return wrong;
        return TypedResults.Ok(await search.FindAsync(CallerIdentity.UserId(context.User), terms, query, cancellationToken));
    }
}
