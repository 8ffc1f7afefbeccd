using System.Net;

namespace Parley.Bench.Load;

/// <summary>Something that answers chat completions, and the process that is measured.</summary>
internal interface ITarget : IAsyncDisposable
{
    string Name { get; }

    IPEndPoint Address { get; }

    string Key { get; }

    ProcessMeter Meter { get; }

    /// <summary>From the process's start until it answers; null where it was not started here.</summary>
    TimeSpan? StartTime { get; }
}
