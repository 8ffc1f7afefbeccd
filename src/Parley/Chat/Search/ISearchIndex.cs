using Parley.Data;

namespace Parley.Chat.Search;

/// <summary>The search of one kind of database. There are two: it is the seam between SQLite and PostgreSQL.</summary>
internal interface ISearchIndex
{
    /// <summary>Makes what is missing of the index, and fills it. Called at each start, under the start's lock.</summary>
    Task PrepareAsync(ParleyDbContext db, CancellationToken cancellationToken);

    /// <summary>Messages of a person that contain all terms, newest first, after a hit of the page before.</summary>
    Task<List<SearchHit>> MessagesAsync(ParleyDbContext db, Guid userId, SearchTerms terms, string? after, int count, CancellationToken cancellationToken);

    /// <summary>Conversations of a person whose titles contain all terms.</summary>
    Task<List<SearchHit>> TitlesAsync(ParleyDbContext db, Guid userId, SearchTerms terms, int count, CancellationToken cancellationToken);

    bool IsCursor(string text);

    string CursorOf(SearchHit hit);
}
