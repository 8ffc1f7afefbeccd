using System.Net;

namespace Parley.Bench.Load;

/// <summary>A gateway that somebody else has started and pointed at a simulator.</summary>
internal sealed class RunningTarget(LoadOptions options) : ITarget
{
    public string Name => "running";

    public IPEndPoint Address { get; } = new(IPAddress.Parse(options.RunningUrl!.Host), options.RunningUrl.Port);

    public string Key => options.RunningKey;

    public ProcessMeter Meter { get; } = new(options.RunningProcess);

    public TimeSpan? StartTime => null;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
