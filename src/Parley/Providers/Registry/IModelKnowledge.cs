namespace Parley.Providers.Registry;

/// <summary>What routes are built with beside providers: what is known of models, and what operators said of them.</summary>
internal interface IModelKnowledge
{
    /// <summary>What is known of a model at a provider, by the provider's own name of it; null for nothing.</summary>
    ModelKnowledge? Find(string provider, string upstreamModel);

    /// <summary>What operators said of a model, by the name that callers use; null for nothing.</summary>
    ModelSetting? SettingOf(string model);
}
