using System.Collections.Concurrent;
using Parley.Simulator.Behaviour;
using Parley.Simulator.Frames;

namespace Parley.Simulator;

/// <summary>Answers that do not depend on the request's body, rendered once: under load the simulator only copies bytes.</summary>
internal sealed class RenderCache
{
    private const int Most = 512;
    private readonly ConcurrentDictionary<(IVendor, Spec, string, StreamForm), Frame[]> _streams = new();
    private readonly ConcurrentDictionary<(IVendor, Spec, string), byte[]> _bodies = new();

    public Frame[] Stream((IVendor Vendor, Spec Spec, string Model, StreamForm Form) key, Func<Frame[]> render)
    {
        if (_streams.TryGetValue(key, out var frames)) return frames;
        frames = render();
        if (_streams.Count < Most) _streams[key] = frames;
        return frames;
    }

    public byte[] Body((IVendor Vendor, Spec Spec, string Model) key, Func<byte[]> render)
    {
        if (_bodies.TryGetValue(key, out var body)) return body;
        body = render();
        if (_bodies.Count < Most) _bodies[key] = body;
        return body;
    }
}
