namespace Parley.Tests.Sdk;

/// <summary>SDK tests share one stage and run one after the other: they look at what the upstream got last.</summary>
[CollectionDefinition(Name)]
public sealed class SdkTests : ICollectionFixture<SdkStage>
{
    public const string Name = "sdk";

    public static TheoryData<string> Kinds => ["chat", "messages"];

    /// <summary>Both upstream kinds, streamed and not.</summary>
    public static TheoryData<string, bool> Ways => new() { { "chat", false }, { "chat", true }, { "messages", false }, { "messages", true } };
}
