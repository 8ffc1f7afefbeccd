using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(Parley.Tests.Infrastructure.LongestFirst))]

namespace Parley.Tests.Infrastructure;

/// <summary>Collections that take minutes and mostly wait begin first: at the end they would run alone, beside cores that have nothing to do.</summary>
internal sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long = [Reliability.BesideOthers.Streams, typeof(Chat.Generations.KillTests).FullName!];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(collection => Array.FindIndex(Long, name => collection.TestCollectionDisplayName == name || collection.TestCollectionDisplayName.Contains(name + " ", StringComparison.Ordinal)) is >= 0 and var at ? at : Long.Length)];
}
