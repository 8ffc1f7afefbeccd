using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;

namespace Parley.Data.KeyRing;

/// <summary>The ring in a table, for nodes that share a database. Data Protection's interface is synchronous and called
/// once in a long while.</summary>
internal sealed class DatabaseKeyRing(IDbContextFactory<ParleyDbContext> databases) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var db = databases.CreateDbContext();
        return [.. db.Set<KeyRingElement>().AsNoTracking().OrderBy(e => e.Name).Select(e => e.Xml).AsEnumerable().Select(xml => XElement.Parse(xml))];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var db = databases.CreateDbContext();
        db.Add(new KeyRingElement { Name = friendlyName, Xml = element.ToString(SaveOptions.DisableFormatting) });
        db.SaveChanges();
    }
}
