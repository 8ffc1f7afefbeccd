namespace Parley.Data;

/// <summary>Makes what a database must hold exactly once before anybody works with it. Run at every start and before
/// every verb, by one process at a time; does nothing when it is there.</summary>
internal interface IStartWork
{
    Task RunAsync(CancellationToken cancellationToken);
}
