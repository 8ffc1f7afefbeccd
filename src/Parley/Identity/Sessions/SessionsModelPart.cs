using Microsoft.EntityFrameworkCore;
using Parley.Data;

namespace Parley.Identity.Sessions;

internal sealed class SessionsModelPart : IModelPart
{
    // No relation to users: what ended must be told to every node also when the account is gone.
    public void Configure(ModelBuilder model, bool isSqlite) => model.Entity<Session>(session =>
    {
        session.Table("sessions").HasKey(s => s.Id);
        session.Property(s => s.Id).ValueGeneratedNever();
        session.Property(s => s.Kind).HasConversion<string>().HasMaxLength(20);
        session.Property(s => s.Method).HasMaxLength(Session.MaxMethod);
        session.Property(s => s.Address).HasMaxLength(64);
        session.Property(s => s.UserAgent).HasMaxLength(Session.MaxUserAgent);
        session.HasIndex(s => new { s.UserId, s.Id }).HasDatabaseName("ix_sessions_user");
        session.HasIndex(s => s.EndedAt).HasDatabaseName("ix_sessions_ended_at").HasFilter("ended_at IS NOT NULL");
        session.HasIndex(s => s.ExpiresAt).HasDatabaseName("ix_sessions_expires_at");
    });
}
