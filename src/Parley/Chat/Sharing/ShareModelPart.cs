using Microsoft.EntityFrameworkCore;
using Parley.Chat.Model;
using Parley.Data;

namespace Parley.Chat.Sharing;

internal sealed class ShareModelPart : IModelPart
{
    public void Configure(ModelBuilder model, bool isSqlite) => model.Entity<Share>(share =>
    {
        share.Table("shares").HasKey(s => s.ConversationId);
        share.Property(s => s.ConversationId).ValueGeneratedNever();
        share.Property(s => s.Token).HasMaxLength(64);
        share.HasIndex(s => s.Token).IsUnique().HasDatabaseName("ux_shares_token");
        share.HasOne<Conversation>().WithOne().HasForeignKey<Share>(s => s.ConversationId).OnDelete(DeleteBehavior.Cascade);
    });
}
