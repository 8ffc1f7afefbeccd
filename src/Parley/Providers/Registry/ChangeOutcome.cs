namespace Parley.Providers.Registry;

/// <summary>What became of a change that somebody asked for.</summary>
internal enum ChangeOutcome
{
    Done,

    /// <summary>There is no such object.</summary>
    Missing,

    /// <summary>It is at another version than was asked for.</summary>
    Stale,

    /// <summary>It comes from the configuration, the environment or the program, and would be as before after the next start.</summary>
    Foreign,

    /// <summary>The change cannot be made as it is written.</summary>
    Invalid,
}
