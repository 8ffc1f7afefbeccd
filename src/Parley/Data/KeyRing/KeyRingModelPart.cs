using Microsoft.EntityFrameworkCore;

namespace Parley.Data.KeyRing;

/// <summary>One element of the ring, as Data Protection writes it.</summary>
internal sealed class KeyRingElement
{
    public required string Name { get; init; }

    public required string Xml { get; init; }
}

internal sealed class KeyRingModelPart : IModelPart
{
    public void Configure(ModelBuilder model, bool isSqlite) => model.Entity<KeyRingElement>(element =>
    {
        element.ToTable("key_ring");
        element.HasKey(e => e.Name);
        element.Property(e => e.Name).HasColumnName("name").HasMaxLength(200);
        element.Property(e => e.Xml).HasColumnName("xml");
    });
}
