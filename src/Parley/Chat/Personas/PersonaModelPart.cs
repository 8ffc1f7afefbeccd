using Microsoft.EntityFrameworkCore;
using Parley.Chat.Memory;
using Parley.Data;

namespace Parley.Chat.Personas;

internal sealed class PersonaModelPart : IModelPart
{
    public void Configure(ModelBuilder model, bool isSqlite)
    {
        model.Entity<Persona>(persona =>
        {
            persona.Table("personas").HasKey(p => p.Id);
            persona.Property(p => p.Id).ValueGeneratedNever();
            persona.HasIndex(p => new { p.UserId, p.Id }).HasDatabaseName("ix_personas_user");
            persona.HasIndex(p => p.DeletedAt).HasDatabaseName("ix_personas_deleted").HasFilter("deleted_at IS NOT NULL");
            // Two nodes that make it at the same moment make one.
            persona.HasIndex(p => p.UserId).IsUnique().HasDatabaseName("ux_personas_default").HasFilter("is_default");
        });
        model.Entity<PersonaVersion>(version =>
        {
            version.Table("persona_versions").HasKey(v => new { v.PersonaId, v.Version });
            version.HasOne<Persona>().WithMany().HasForeignKey(v => v.PersonaId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<CurrentPersona>(current =>
        {
            current.Table("current_personas").HasKey(c => c.UserId);
            current.Property(c => c.UserId).ValueGeneratedNever();
            current.HasOne<Persona>().WithMany().HasForeignKey(c => c.PersonaId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<MemoryRow>(memory =>
        {
            memory.Table("memories").HasKey(m => m.Id);
            memory.Property(m => m.Id).ValueGeneratedNever();
            memory.Property(m => m.State).HasConversion<string>().HasMaxLength(20);
            memory.Property(m => m.Source).HasConversion<string>().HasMaxLength(20);
            memory.Property(m => m.Text).HasMaxLength(MemoryRow.MaxText);
            memory.Property(m => m.TextKey).HasMaxLength(64);
            memory.HasIndex(m => new { m.PersonaId, m.TextKey }).IsUnique().HasDatabaseName("ux_memories_text");
            memory.HasOne<Persona>().WithMany().HasForeignKey(m => m.PersonaId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<MemoryVector>(vector =>
        {
            vector.Table("memory_vectors").HasKey(v => v.MemoryId);
            vector.Property(v => v.MemoryId).ValueGeneratedNever();
            vector.Property(v => v.TextKey).HasMaxLength(64);
            vector.Property(v => v.Model).HasMaxLength(MemoryVector.MaxModel);
            vector.HasOne<MemoryRow>().WithOne().HasForeignKey<MemoryVector>(v => v.MemoryId).OnDelete(DeleteBehavior.Cascade);
        });
    }
}
