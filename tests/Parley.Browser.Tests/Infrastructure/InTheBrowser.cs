namespace Parley.Browser.Tests.Infrastructure;

/// <summary>One server and one browser on a small machine: tests take turns.</summary>
[CollectionDefinition(Name)]
public sealed class InTheBrowser : ICollectionFixture<Stage>
{
    public const string Name = "browser";
}
