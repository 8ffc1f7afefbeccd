using Parley.Simulator.Behaviour;
using Parley.Simulator.Frames;

namespace Parley.Simulator.Gemini;

/// <summary>Puts frames on the wire: as events whose lines end in CRLF, or as the elements of one JSON array.</summary>
/// <param name="array">The caller did not ask for <c>alt=sse</c>.</param>
/// <param name="before">Frames that were sent before these.</param>
internal sealed class GeminiFrames(Wire wire, bool array, int before = 0)
{
    private readonly FrameBuilder _frames = new(wire with { Crlf = true });
    private int _count = before;

    public void Add(string json, bool content = false, bool stamped = false)
    {
        if (array) _frames.Raw((_count++ == 0 ? "[" : "\n,\r\n") + json, content, stamped);
        else _frames.Event(null, json, content, stamped);
    }

    public Frame[] Build(bool whole)
    {
        if (array && whole) _frames.Raw(_count == 0 ? "[]\n" : "\n]\n");
        return _frames.Build();
    }
}
