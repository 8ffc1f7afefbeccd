namespace Parley.Assets;

/// <summary>What a model takes besides text.</summary>
internal readonly record struct ModelTakes(bool Images, bool Pdfs);
