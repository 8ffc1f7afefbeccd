using Microsoft.EntityFrameworkCore;
using Parley.Data;

namespace Parley.Identity.Passwords;

internal sealed class PasswordsModelPart : IModelPart
{
    public void Configure(ModelBuilder model, bool isSqlite) => model.Entity<SignInFailure>(failure =>
    {
        failure.Table("sign_in_failures").HasKey(f => f.Key);
        failure.Property(f => f.Key).HasMaxLength(80);
        failure.HasIndex(f => f.Since).HasDatabaseName("ix_sign_in_failures_since");
    });
}
