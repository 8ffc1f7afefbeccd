using System.ComponentModel.DataAnnotations;

namespace Parley.Monitoring;

/// <summary>Bound from <c>Parley:Monitoring</c>.</summary>
internal sealed class MonitoringOptions
{
    /// <summary>A port of its own on which <c>/metrics</c> answers without a key, for a scraper inside the same network;
    /// 0 (default): only on the main address, with an admin key.</summary>
    [Range(0, 65535)]
    public int MetricsPort { get; set; }

    /// <summary>Where the metrics port listens; default loopback.</summary>
    public string MetricsHost { get; set; } = "localhost";
}
