using Microsoft.EntityFrameworkCore;
using Parley.Chat.Model;
using Parley.Data;

namespace Parley.Chat.Search;

/// <summary>The newest messages of a person, whatever the conversation: for search and statistics.</summary>
internal sealed class SearchModelPart : IModelPart
{
    public void Configure(ModelBuilder model, bool isSqlite) =>
        model.Entity<Message>().HasIndex(m => new { m.UserId, m.CreatedAt, m.Id }).HasDatabaseName("ix_messages_user_created");
}
