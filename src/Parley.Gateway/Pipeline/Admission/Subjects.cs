using System.Runtime.CompilerServices;

namespace Parley.Gateway.Pipeline.Admission;

/// <summary>Those on whose limits a request depends before anybody is called, in order: its key, its user, the model.</summary>
[InlineArray(Length)]
internal struct Subjects
{
    public const int Length = 3;

    private Subject _first;
}
