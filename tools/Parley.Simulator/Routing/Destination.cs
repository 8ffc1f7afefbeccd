using Parley.Simulator.Frames;

namespace Parley.Simulator.Routing;

/// <summary>Where a POST goes: the vendor whose wire it speaks, and what it wants.</summary>
internal readonly record struct Destination(IVendor Vendor, Operation Operation)
{
    /// <summary>The model, where the path names it.</summary>
    public string? Model { get; init; }

    /// <summary>The path asks for a stream; otherwise the body may.</summary>
    public bool Stream { get; init; }

    /// <summary>The body is a form with files.</summary>
    public bool IsForm => Operation is Operation.EditImage or Operation.Transcribe;
}
