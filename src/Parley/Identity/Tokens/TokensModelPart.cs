using Microsoft.EntityFrameworkCore;
using Parley.Data;

namespace Parley.Identity.Tokens;

internal sealed class TokensModelPart : IModelPart
{
    public void Configure(ModelBuilder model, bool isSqlite) => model.Entity<TokenKeyRow>(key =>
    {
        key.Table("token_keys").HasKey(k => k.Id);
        key.Property(k => k.Id).HasMaxLength(32);
    });
}
