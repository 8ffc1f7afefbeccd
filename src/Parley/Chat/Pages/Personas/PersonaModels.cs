using Parley.Gateway.Ports;
using Parley.Gateway.Routing;
using Parley.Ui;

namespace Parley.Chat.Pages.Personas;

/// <summary>The models and routes that a persona can prefer.</summary>
internal static class PersonaModels
{
    public static IReadOnlyList<Choice> Of(IRouteSource routes, string chosen)
    {
        var snapshot = routes.Current;
        List<Choice> models = [new("", "No preference")];
        if (snapshot.Find("auto") is not null) models.Add(new("auto", "Automatic"));
        models.AddRange(snapshot.Models.Where(m => m.Model != "auto" && m.Kind == ModelKind.Chat).Select(m => new Choice(m.Model, m.Model)));
        // A name that no list tells may be served all the same; one that is not is kept until somebody chooses another.
        if (models.All(m => m.Value != chosen)) models.Add(new(chosen, snapshot.Find(chosen) is null ? $"{chosen} (not served at the moment)" : chosen));
        return models;
    }
}
