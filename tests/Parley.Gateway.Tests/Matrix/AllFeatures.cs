using Parley.Gateway.Tests.Matrix.Features;

namespace Parley.Gateway.Tests.Matrix;

/// <summary>The features, in the order of the document.</summary>
internal static class AllFeatures
{
    public static IReadOnlyList<Feature> InOrder { get; } =
    [
        new Text(),
        new SystemPrompts(),
        new Tools(),
        new CallSignatures(),
        new ParallelTools(),
        new CustomTools(),
        new OneToolAtATime(),
        new ToolChoices(),
        new StrictTools(),
        new ToolResults(),
        new ThinkingText(),
        new ThinkingBack(),
        new ReasoningEffort(),
        new Images(),
        new PicturesInAnswers(),
        new Pdfs(),
        new AudioInput(),
        new StructuredOutput(),
        new JsonMode(),
        new Caching(),
        new Refusals(),
        new Filtered(),
        new OutputLimit(),
        new Citations(),
        new DocumentCitations(),
        new ServerTools(),
        new StopSequences(),
        new Temperature(),
        new TopP(),
        new TopK(),
        new Penalties(),
        new LogProbabilities(),
        new Users(),
        new OwnFields(),
        new UsageCounts(),
        new Limits(),
        new VendorTrouble(),
        new ErrorsInTheStream(),
        new CutStreams(),
    ];
}
