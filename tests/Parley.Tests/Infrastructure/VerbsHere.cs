using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Parley.Data;
using Parley.Identity;
using Parley.Providers;
using Parley.Shared;

namespace Parley.Tests.Infrastructure;

/// <summary>The verbs of keys and providers in this process, with the services that the program gives them.</summary>
internal static class VerbsHere
{
    [ModuleInitializer]
    public static void Use() => ParleyServer.VerbsHere = RunAsync;

    private static async Task<VerbResult> RunAsync(IReadOnlyList<string> arguments, string input)
    {
        await using StringWriter output = new(), errors = new();
        using var given = new StringReader(input);
        var host = new VerbHost(Modules.AddForVerbs, Modules.PrepareForVerbsAsync) { Output = output, Error = errors, Input = given, IsTerminal = false };
        var code = await CommandLine.RunAsync(arguments, _ => throw new InvalidOperationException("Servers are processes."), host, IdentitySetup.KeysVerb, ProvidersSetup.ProvidersVerb);
        // As the end of a process: nothing holds the file any more.
        if (!arguments.Contains("--database"))
        {
            using var connection = new SqliteConnection(new DatabaseOptions { DataFolder = arguments[arguments.ToList().IndexOf("--data") + 1] }.SqliteConnectionString);
            SqliteConnection.ClearPool(connection);
        }

        return new(code, output.ToString(), errors.ToString());
    }
}
