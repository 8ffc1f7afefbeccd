namespace Parley.Gateway.Tests.Matrix;

/// <summary>What became of a feature between two formats.</summary>
internal enum Mark
{
    /// <summary>Neither side can say it.</summary>
    Absent,

    /// <summary>The bytes went through as they were.</summary>
    Same,
    Carried,
    Noted,
    Cannot,
}
