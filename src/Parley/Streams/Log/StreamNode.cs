using Parley.Data;
using Parley.Streams.Model;

namespace Parley.Streams.Log;

/// <summary>This process among those that make streams, and what it knows of the others.</summary>
internal sealed class StreamNode(DatabaseOptions database, TimeProvider time)
{
    /// <summary>How often a process says that it makes a stream.</summary>
    public static readonly TimeSpan SaysSoEvery = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public string Name { get; } = Guid.CreateVersion7().ToString("N");

    /// <summary>The process that made a stream is not there any more. SQLite has one server at a time; others of a shared database fall silent.</summary>
    public bool IsGone(LoggedStream stream) => stream.Node != Name && (!database.IsPostgres || time.GetUtcNow() - stream.AliveAt > Patience);
}
