namespace Parley.Gateway.Pipeline.Admission;

/// <summary>What a limit is on.</summary>
internal enum SubjectKind : byte
{
    Key,
    User,
    Model,
    Provider,
}
