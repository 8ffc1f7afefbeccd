using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Identity.Accounts;

namespace Parley.Identity.Avatars;

internal sealed class AvatarsModelPart : IModelPart
{
    public void Configure(ModelBuilder model, bool isSqlite) => model.Entity<Avatar>(avatar =>
    {
        avatar.Table("avatars").HasKey(a => a.UserId);
        avatar.HasOne<User>().WithOne().HasForeignKey<Avatar>(a => a.UserId).OnDelete(DeleteBehavior.Cascade);
    });
}
