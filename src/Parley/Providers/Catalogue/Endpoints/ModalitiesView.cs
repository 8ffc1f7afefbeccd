using System.ComponentModel;

namespace Parley.Providers.Catalogue.Endpoints;

/// <summary>What a model takes and makes.</summary>
internal sealed record ModalitiesView(
    [property: Description("text, image, file, audio, video.")] IReadOnlyList<string> Input,
    [property: Description("text, image, audio, video, vector, 3d.")] IReadOnlyList<string> Output);
