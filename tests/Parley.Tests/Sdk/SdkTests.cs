namespace Parley.Tests.Sdk;

/// <summary>SDK tests share one stage and run one after the other: they look at what the upstream got last.</summary>
[CollectionDefinition(Name)]
public sealed class SdkTests : ICollectionFixture<SdkStage>
{
    public const string Name = "sdk";

    internal static readonly string[] Upstreams = ["chat", "responses", "messages", "gemini"];

    public static TheoryData<string> Kinds => [.. Upstreams];

    /// <summary>All upstream kinds, streamed and not.</summary>
    public static TheoryData<string, bool> Ways => [.. Upstreams.SelectMany(kind => new (string, bool)[] { (kind, false), (kind, true) })];

    /// <summary>All upstream kinds, each failing in every way in which a stream can fail.</summary>
    public static TheoryData<string, string> Cuts => [.. Upstreams.SelectMany(kind => new[] { "drop2-n9", "rst2-n9", "errmid2-n9" }.Select(words => (kind, words)))];

    /// <summary>All upstream kinds, before their answer and in it.</summary>
    public static TheoryData<string, string> Leavings => [.. Upstreams.SelectMany(kind => new[] { "hang", "n200-itl20" }.Select(words => (kind, words)))];
}
