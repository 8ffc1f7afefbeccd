using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Parley.Data;

namespace Parley.Chat.Model;

internal sealed class ChatModelPart : IModelPart
{
    public void Configure(ModelBuilder model, bool isSqlite)
    {
        model.Entity<Conversation>(Configure);
        model.Entity<Message>(Configure);
        model.Entity<MessageFile>(file =>
        {
            file.Table("message_files").HasKey(f => new { f.MessageId, f.FileId });
            file.HasIndex(f => f.FileId).HasDatabaseName("ix_message_files_file");
        });
        model.Entity<Generation>(Configure);
        model.Entity<FeedHead>(head => head.Table("feed_heads").HasKey(h => h.UserId));
        model.Entity<FeedEvent>(item =>
        {
            item.Table("feed_events").HasKey(e => new { e.UserId, e.Seq });
            item.Property(e => e.Kind).HasMaxLength(40);
            item.HasIndex(e => e.At).HasDatabaseName("ix_feed_events_at");
        });
        model.Entity<ConversationSummary>(Configure);
        model.Entity<MessageFile>().HasOne<Message>().WithMany().HasForeignKey(f => f.MessageId).OnDelete(DeleteBehavior.Cascade);
    }

    private static void Configure(EntityTypeBuilder<Conversation> conversation)
    {
        conversation.Table("conversations").HasKey(c => c.Id);
        conversation.Property(c => c.Id).ValueGeneratedNever();
        conversation.Property(c => c.Title).HasMaxLength(Conversation.MaxTitle);
        conversation.Property(c => c.Folder).HasMaxLength(Conversation.MaxFolder);
        conversation.Property(c => c.Model).HasMaxLength(200);
        conversation.Property(c => c.Origin).HasMaxLength(200);
        conversation.HasIndex(c => new { c.UserId, c.UpdatedAt, c.Id }).HasDatabaseName("ix_conversations_user_updated");
        conversation.HasIndex(c => new { c.UserId, c.Origin }).IsUnique().HasDatabaseName("ux_conversations_user_origin").HasFilter("origin IS NOT NULL");
        conversation.HasIndex(c => c.DeletedAt).HasDatabaseName("ix_conversations_deleted").HasFilter("deleted_at IS NOT NULL");
    }

    private static void Configure(EntityTypeBuilder<Message> message)
    {
        message.Table("messages").HasKey(m => m.Id);
        message.Property(m => m.Id).ValueGeneratedNever();
        message.Property(m => m.Role).HasConversion<string>().HasMaxLength(20);
        message.Property(m => m.Status).HasConversion<string>().HasMaxLength(20);
        message.Property(m => m.Model).HasMaxLength(200);
        message.Property(m => m.Provider).HasMaxLength(100);
        message.Property(m => m.AnsweredBy).HasMaxLength(256);
        message.Property(m => m.CostUsd).HasPrecision(18, 9);
        message.Property(m => m.FinishReason).HasMaxLength(40);
        message.Property(m => m.RequestId).HasMaxLength(64);
        message.HasIndex(m => new { m.ConversationId, m.Id }).HasDatabaseName("ix_messages_conversation");
        message.HasIndex(m => m.ParentId).HasDatabaseName("ix_messages_parent");
        message.HasOne<Conversation>().WithMany().HasForeignKey(m => m.ConversationId).OnDelete(DeleteBehavior.Cascade);
    }

    private static void Configure(EntityTypeBuilder<Generation> generation)
    {
        generation.Table("generations").HasKey(g => g.Id);
        generation.Property(g => g.Id).ValueGeneratedNever();
        generation.Property(g => g.Node).HasMaxLength(64);
        generation.Property(g => g.IdempotencyKey).HasMaxLength(100);
        generation.HasIndex(g => new { g.UserId, g.IdempotencyKey }).IsUnique().HasDatabaseName("ux_generations_user_idempotency").HasFilter("idempotency_key IS NOT NULL");
        generation.HasIndex(g => new { g.UserId, g.CreatedAt }).HasDatabaseName("ix_generations_user_created");
        generation.HasIndex(g => g.AliveAt).HasDatabaseName("ix_generations_running").HasFilter("ended_at IS NULL");
        generation.HasOne<Message>().WithMany().HasForeignKey(g => g.MessageId).OnDelete(DeleteBehavior.Cascade);
    }

    private static void Configure(EntityTypeBuilder<ConversationSummary> summary)
    {
        summary.Table("conversation_summaries").HasKey(s => s.Id);
        summary.Property(s => s.Id).ValueGeneratedNever();
        summary.Property(s => s.Model).HasMaxLength(200);
        summary.Property(s => s.Provider).HasMaxLength(100);
        summary.Property(s => s.RequestId).HasMaxLength(64);
        summary.HasIndex(s => new { s.ConversationId, s.UpToId }).IsUnique().HasDatabaseName("ux_conversation_summaries_up_to");
        summary.HasOne<Conversation>().WithMany().HasForeignKey(s => s.ConversationId).OnDelete(DeleteBehavior.Cascade);
    }
}
