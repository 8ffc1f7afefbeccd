using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Parley.Data;

/// <summary>Names of tables and columns: snake_case, by rule instead of by hand.</summary>
internal static class TableNames
{
    /// <summary>Puts an entity into a table; each of its properties into the column of the same name, in snake_case.</summary>
    public static EntityTypeBuilder<T> Table<T>(this EntityTypeBuilder<T> entity, string name) where T : class
    {
        entity.ToTable(name);
        foreach (var property in entity.Metadata.GetProperties().ToList()) entity.Property(property.Name).HasColumnName(SnakeCase(property.Name));
        return entity;
    }

    private static string SnakeCase(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : "_") + char.ToLowerInvariant(c) : $"{c}"));
}
