using Microsoft.EntityFrameworkCore;

namespace Parley.Data;

/// <summary>A module's share of the database model: its entities stay internal to the module, one context holds them all.
/// It is found by its type and has a constructor without parameters.</summary>
internal interface IModelPart
{
    /// <summary>Declares entities, keys and indexes. <paramref name="isSqlite"/> tells the two databases apart where types differ.</summary>
    void Configure(ModelBuilder model, bool isSqlite);
}
