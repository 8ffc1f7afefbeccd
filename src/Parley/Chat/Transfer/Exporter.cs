using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Parley.Assets;
using Parley.Chat.Conversations;
using Parley.Chat.Model;
using Parley.Data;

namespace Parley.Chat.Transfer;

/// <summary>Writes conversations as they are read, so that the size of an export is limited by nobody's memory.</summary>
internal sealed class Exporter(IDbContextFactory<ParleyDbContext> databases, FileShelf shelf)
{
    private const int Portion = 50, FlushAt = 32 * 1024;

    // The file is no page: what is not ASCII stays readable.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true };

    public async Task WriteOneAsync(Stream stream, Conversation conversation, ExportFormat format, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (format != ExportFormat.Json)
        {
            await WriteAsync(stream, db, conversation, format, cancellationToken);
            return;
        }

        await using var json = new Utf8JsonWriter(stream, Readable);
        json.WriteStartArray();
        await WriteAsync(json, db, conversation, cancellationToken);
        json.WriteEndArray();
        await json.FlushAsync(cancellationToken);
    }

    /// <summary>Everything of a person that is not deleted: one JSON file, or a zip of a file for each conversation.</summary>
    public async Task WriteAllAsync(Stream stream, Guid userId, ExportFormat format, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (format == ExportFormat.Json)
        {
            await using var json = new Utf8JsonWriter(stream, Readable);
            json.WriteStartArray();
            await foreach (var conversation in AllAsync(userId, cancellationToken)) await WriteAsync(json, db, conversation, cancellationToken);
            json.WriteEndArray();
            await json.FlushAsync(cancellationToken);
            return;
        }

        await using var held = new HeldStream(stream);
        await using (var zip = await ZipArchive.CreateAsync(held, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8, cancellationToken))
        {
            await foreach (var conversation in AllAsync(userId, cancellationToken))
            {
                var entry = zip.CreateEntry(ExportNames.InArchive(conversation, format), CompressionLevel.Fastest);
                entry.LastWriteTime = conversation.UpdatedAt < Dos ? Dos : conversation.UpdatedAt;
                await using (var file = await entry.OpenAsync(cancellationToken)) await WriteAsync(file, db, conversation, format, cancellationToken);
                await held.FlushAsync(cancellationToken);
            }
        }

        await held.FlushAsync(cancellationToken);
    }

    // Zip knows no time before.
    private static readonly DateTimeOffset Dos = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private async Task WriteAsync(Stream stream, ParleyDbContext db, Conversation conversation, ExportFormat format, CancellationToken cancellationToken)
    {
        var tree = await ConversationStore.TreeAsync(db, conversation.UserId, conversation.Id, cancellationToken);
        var path = tree.PathTo(conversation.HeadId);
        var messages = await db.Set<Message>().AsNoTracking().Where(m => m.ConversationId == conversation.Id && m.UserId == conversation.UserId)
            .ToDictionaryAsync(m => m.Id, cancellationToken);
        Message[] branch = [.. path.Select(messages.GetValueOrDefault).OfType<Message>()];
        var files = await ExportedFile.ReadAsync(db, shelf, conversation.UserId, [.. branch.Select(m => m.Id)], withPictures: format != ExportFormat.Markdown, cancellationToken);
        var file = format == ExportFormat.Pdf ? Pdf.PdfExport.Render(conversation, branch, files)
            : Encoding.UTF8.GetBytes(format == ExportFormat.Html ? HtmlExport.Render(conversation, branch, files) : MarkdownExport.Render(conversation, branch, files));
        await stream.WriteAsync(file, cancellationToken);
    }

    private static async Task WriteAsync(Utf8JsonWriter json, ParleyDbContext db, Conversation conversation, CancellationToken cancellationToken)
    {
        ParleyFormat.Begin(json, conversation);
        var ids = await db.Set<MessageFile>().Where(f => db.Set<Message>().Any(m => m.Id == f.MessageId && m.ConversationId == conversation.Id)).Select(f => f.MessageId).Distinct().ToListAsync(cancellationToken);
        var files = await FileOfMessage.OfMessagesAsync(db, conversation.UserId, ids, cancellationToken);
        await foreach (var message in MessagesAsync(db, conversation, cancellationToken))
        {
            ParleyFormat.Write(json, message, files[message.Id]);
            if (json.BytesPending > FlushAt) await json.FlushAsync(cancellationToken);
        }

        ParleyFormat.End(json);
        await json.FlushAsync(cancellationToken);
    }

    private static async IAsyncEnumerable<Message> MessagesAsync(ParleyDbContext db, Conversation conversation, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var last = Guid.Empty;
        while (true)
        {
            // A slow reader must not hold a query open, either.
            var portion = await db.Set<Message>().AsNoTracking().Where(m => m.ConversationId == conversation.Id && m.UserId == conversation.UserId && m.Id.CompareTo(last) > 0)
                .OrderBy(m => m.Id).Take(Portion).ToListAsync(cancellationToken);
            foreach (var message in portion) yield return message;
            if (portion.Count < Portion) yield break;
            last = portion[^1].Id;
        }
    }

    private async IAsyncEnumerable<Conversation> AllAsync(Guid userId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var last = Guid.Empty;
        while (true)
        {
            List<Conversation> portion;
            // A slow reader must not hold a transaction.
            await using (var db = await databases.CreateDbContextAsync(cancellationToken))
            {
                portion = await db.Set<Conversation>().AsNoTracking().Where(c => c.UserId == userId && c.DeletedAt == null && c.Id.CompareTo(last) > 0)
                    .OrderBy(c => c.Id).Take(Portion).ToListAsync(cancellationToken);
            }

            foreach (var conversation in portion) yield return conversation;
            if (portion.Count < Portion) yield break;
            last = portion[^1].Id;
        }
    }
}
