namespace Parley.Gateway.Routing.Health;

/// <summary>Whether a provider can be called now, and why not.</summary>
internal enum Entry : byte
{
    /// <summary>Yes.</summary>
    Entered,

    /// <summary>As many calls run as it can bear: there is a queue.</summary>
    Full,

    /// <summary>It asked to be left alone for a while.</summary>
    Resting,

    /// <summary>It keeps failing, and it is nobody's turn to try it.</summary>
    Open,

    /// <summary>None of its credentials is taken, or all have expired.</summary>
    NoCredential,

    /// <summary>The request has tried all its credentials.</summary>
    Spent,
}
