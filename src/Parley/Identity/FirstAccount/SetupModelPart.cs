using Microsoft.EntityFrameworkCore;
using Parley.Data;

namespace Parley.Identity.FirstAccount;

internal sealed class SetupModelPart : IModelPart
{
    public void Configure(ModelBuilder model, bool isSqlite) => model.Entity<SetupToken>(token =>
    {
        token.Table("setup_tokens").HasKey(t => t.Id);
        token.Property(t => t.Id).ValueGeneratedNever();
    });
}
