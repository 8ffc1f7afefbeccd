using System.Reflection;
using Parley.Data;
using Parley.Gateway;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Architecture;

/// <summary>The walls of the house, as docs/architecture.md draws them.</summary>
public sealed class ArchitectureTests
{
    private static readonly Assembly App = typeof(IModelPart).Assembly;
    private static readonly Assembly Engine = typeof(GatewaySetup).Assembly;
    private static readonly AllowedEdges Edges = AllowedEdges.Parse(File.ReadAllText(Path.Combine(Repository.Root, "docs", "architecture.md")));

    [Fact]
    public void Modules_use_only_what_the_table_allows_and_only_by_the_front_door()
    {
        // A compiled model is written by a tool: the sum of all modules' parts, which nobody calls but EF Core.
        var written = App.GetTypes().Where(type => type.Namespace?.EndsWith(".CompiledModel", StringComparison.Ordinal) != true);
        var breaches = new Walls("Parley", Edges, open: "Gateway").Breaches(written);
        Assert.True(breaches.Count == 0, string.Join('\n', breaches));
    }

    [Fact]
    public void The_table_allows_no_way_back()
    {
        foreach (var module in Edges.Modules) Assert.DoesNotContain(module, Reachable(module));
    }

    [Fact]
    public void The_engine_knows_nobody()
    {
        string[] forbidden = ["Parley", "Microsoft.EntityFrameworkCore", "Microsoft.Data", "Npgsql", "Microsoft.AspNetCore.Razor", "Microsoft.AspNetCore.Mvc",
            "Microsoft.AspNetCore.Components", "Microsoft.AspNetCore.Identity", "Microsoft.ML", "NATS"];
        var known = Engine.GetReferencedAssemblies().Select(name => name.Name!).ToList();
        Assert.Contains("Microsoft.AspNetCore.Http.Abstractions", known);
        Assert.DoesNotContain(known, name => forbidden.Any(f => name == f || name.StartsWith(f + ".", StringComparison.Ordinal)));
    }

    [Fact]
    public void Shared_stays_small()
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Root, "src", "Parley", "Shared"), "*.cs", SearchOption.AllDirectories);
        Assert.InRange(files.Length, 1, 25);
    }

    [Fact]
    public void Program_is_a_table_of_contents() =>
        Assert.InRange(File.ReadAllLines(Path.Combine(Repository.Root, "src", "Parley", "Program.cs")).Length, 1, 80);

    private static HashSet<string> Reachable(string module)
    {
        HashSet<string> seen = [];
        var open = new Stack<string>(Edges.Modules.Where(to => Edges.Allows(module, to)));
        while (open.TryPop(out var next))
            if (seen.Add(next))
                foreach (var further in Edges.Modules.Where(to => Edges.Allows(next, to))) open.Push(further);
        return seen;
    }
}
