namespace Parley.Gateway.Pipeline.Admission;

/// <summary>Which limit was reached.</summary>
internal enum LimitKind : byte
{
    Requests,
    Tokens,
    Running,
}
