namespace Parley.Providers.Registry;

/// <summary>What is known where nobody keeps a catalogue: <see cref="ModelFacts"/>, and no operator's word.</summary>
internal sealed class FactsAlone : IModelKnowledge
{
    public static FactsAlone Instance { get; } = new();

    public ModelKnowledge? Find(string provider, string upstreamModel) =>
        ModelFacts.MaxOutputOf(upstreamModel) is { } most ? new ModelKnowledge { MaxOutputTokens = most } : null;

    public ModelSetting? SettingOf(string model) => null;
}
