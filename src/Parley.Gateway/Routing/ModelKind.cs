namespace Parley.Gateway.Routing;

/// <summary>What a model is for.</summary>
public enum ModelKind
{
    /// <summary>It answers in text.</summary>
    Chat,

    /// <summary>It makes vectors of text.</summary>
    Embedding,

    /// <summary>Pictures, sound, ranking and whatever else: nothing to talk with.</summary>
    Other,
}
