using Parley.Providers.Registry;
using Parley.Providers.Routes;

namespace Parley.Providers;

/// <summary>Bound from <c>Parley</c>.</summary>
internal sealed class ProvidersOptions
{
    /// <summary>Providers of the configuration, each as the body of <c>POST /api/v1/providers</c>; default none.</summary>
    public List<ProviderInput> Providers { get; set; } = [];

    /// <summary>Named routes of the configuration, each as an entry of <c>PUT /api/v1/models/routes</c>; default none.</summary>
    public List<RouteInput> Routes { get; set; } = [];

    /// <summary>Offers the built-in demo model; default true.</summary>
    public bool Demo { get; set; } = true;

    /// <summary>Looks at start for an Ollama or llama-server at its usual port. Default: true on SQLite, false on
    /// PostgreSQL, where several nodes would each mean another machine by 127.0.0.1.</summary>
    public bool? DetectLocal { get; set; }
}
