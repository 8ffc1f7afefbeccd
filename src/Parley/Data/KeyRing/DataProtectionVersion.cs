using System.Reflection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Parley.Shared;

namespace Parley.Data.KeyRing;

/// <summary>Refuses a runtime older than the release that mended a forgery of sealed data. It comes with the machine, not
/// with Parley, unless Parley was published self-contained.</summary>
internal static class DataProtectionVersion
{
    private static readonly Version Least = new(10, 0, 7);

    public static void Check() => Check(
        typeof(KeyManagementOptions).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion);

    /// <param name="version">As the framework writes it: <c>10.0.12+commit</c>, <c>11.0.0-preview.1+commit</c>.</param>
    public static void Check(string version)
    {
        if (Version.Parse(version.Split('+', '-')[0]) >= Least) return;
        throw new UserError($"The ASP.NET Core runtime is version {version.Split('+')[0]}; Parley needs {Least} or newer. Nothing was started; install a newer .NET 10 runtime.");
    }
}
