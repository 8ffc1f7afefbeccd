using Microsoft.EntityFrameworkCore;

namespace Parley.Data;

/// <summary>
/// One counter per topic (<c>keys</c>, <c>providers</c>): raised in the transaction of a change, so that a running server
/// notices, within a second or when it is asked for what it does not know, what the command line, or another node, changed (see <see cref="ChangeWatcher"/>).
/// </summary>
internal sealed class ChangeStamp
{
    public required string Topic { get; init; }

    public long Version { get; set; }

    /// <summary>Raises a topic's counter; call inside the transaction that changes the topic's rows.</summary>
    public static Task RaiseAsync(ParleyDbContext db, string topic, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(
            $"INSERT INTO change_stamps (topic, version) VALUES ({topic}, 1) ON CONFLICT (topic) DO UPDATE SET version = change_stamps.version + 1",
            cancellationToken);
}

internal sealed class DataModelPart : IModelPart
{
    public void Configure(ModelBuilder model, bool isSqlite) => model.Entity<ChangeStamp>(stamp =>
    {
        stamp.ToTable("change_stamps");
        stamp.HasKey(s => s.Topic);
        stamp.Property(s => s.Topic).HasColumnName("topic").HasMaxLength(40);
        stamp.Property(s => s.Version).HasColumnName("version");
    });
}
