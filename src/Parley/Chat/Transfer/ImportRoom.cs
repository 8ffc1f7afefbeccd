using System.Text;
using Microsoft.EntityFrameworkCore;
using Parley.Chat.Model;
using Parley.Data;

namespace Parley.Chat.Transfer;

/// <summary>
/// How much more one import may add to what its person imported before. That is measured in the database at the first conversation, and again after so many bytes, since another
/// import of theirs may run: never in a transaction, which others wait for.
/// </summary>
internal sealed class ImportRoom(IDbContextFactory<ParleyDbContext> databases, ImportOptions options, Guid userId)
{
    private const long Step = 32 * 1024 * 1024;

    /// <summary>What a message takes beside its texts, in round numbers.</summary>
    private const int Row = 256;

    private long _left, _taken = long.MaxValue, _asked;

    /// <summary>What is said of a conversation that does not fit.</summary>
    public string Refusal => $"does not fit: all that you import may take {Most} together; it was left out. Delete imported conversations for good, then import this file again";

    /// <summary>Measures when it is time to: before each conversation.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        if (_taken <= Step) return;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        // octet_length looks at no text itself in either database, however long it is.
        var used = await db.Database.SqlQuery<long>(
            $"""
            SELECT CAST(COALESCE(SUM({Row} + octet_length(m.text) + COALESCE(octet_length(m.reasoning), 0) + COALESCE(octet_length(m.tools), 0) + COALESCE(octet_length(m.feedback_text), 0)), 0) AS bigint) AS "Value"
            FROM conversations c JOIN messages m ON m.conversation_id = c.id WHERE c.user_id = {userId} AND c.origin IS NOT NULL
            """).SingleAsync(cancellationToken);
        (_left, _taken) = (options.MaxBytesPerPerson - used, 0);
    }

    /// <summary>Whether there is room for these messages. Takes none: the transaction may be tried again.</summary>
    public bool Has(List<Message> messages) => (_asked = messages.Sum(SizeOf)) <= _left;

    /// <summary>What was asked for last is committed.</summary>
    public void Take() => (_left, _taken, _asked) = (_left - _asked, _taken + _asked, 0);

    private string Most => options.MaxBytesPerPerson >= 1024 * 1024 ? $"{options.MaxBytesPerPerson / (1024 * 1024):n0} MB" : $"{options.MaxBytesPerPerson / 1024:n0} KB";

    private static long SizeOf(Message message) => Row + BytesOf(message.Text) + BytesOf(message.Reasoning) + BytesOf(message.Tools) + BytesOf(message.FeedbackText);

    private static long BytesOf(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);
}
