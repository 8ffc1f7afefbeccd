namespace Parley.Tests.Reliability;

/// <summary>Tests that mostly wait, for a fault, a time-out or a database: each collection has a process of its own and runs beside the others.</summary>
internal static class BesideOthers
{
    public const string Faults = "faults", Wishes = "wishes", Databases = "databases", Streams = "streams";
}

[CollectionDefinition(BesideOthers.Faults)]
public sealed class BesideFaults : ICollectionFixture<ReliabilityStage>;

[CollectionDefinition(BesideOthers.Wishes)]
public sealed class BesideWishes : ICollectionFixture<ReliabilityStage>;

[CollectionDefinition(BesideOthers.Databases)]
public sealed class BesideDatabases : ICollectionFixture<ReliabilityStage>;

[CollectionDefinition(BesideOthers.Streams)]
public sealed class BesideStreams : ICollectionFixture<ReliabilityStage>;
