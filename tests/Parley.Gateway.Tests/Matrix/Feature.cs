using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Matrix;

/// <summary>Something that clients use: how it is asked for in each served format, how upstreams of each kind answer, and what of it must be
/// found on the other side.</summary>
internal abstract class Feature(string name)
{
    public string Name => name;

    /// <summary>Members of the client's request; null when its format cannot ask for it.</summary>
    public virtual string? Ask(WireFormat client) => null;

    /// <summary>The upstream's whole answer.</summary>
    public virtual string Answer(WireFormat kind) => Whole.Of(kind, new Told([new("text", "Hello there, world.")]));

    /// <summary>What of the request must reach the upstream.</summary>
    public virtual IReadOnlyList<Aspect> Asked => [];

    /// <summary>What of the answer must reach the client.</summary>
    public virtual IReadOnlyList<Aspect> Got => [];

    /// <summary>The upstream's status.</summary>
    public virtual int Status => 200;

    /// <summary>The status that the client gets.</summary>
    public virtual int StatusForClient(bool streamed) => Status;

    /// <summary>The upstream breaks off in the middle.</summary>
    public virtual bool IsCut => false;

    /// <summary>There is no whole answer of this kind.</summary>
    public virtual bool IsOfStreams => false;

    /// <summary>Between equal formats the answer comes as it is.</summary>
    public virtual bool PassesAnswer => Status < 500 && !IsCut;

    /// <summary>The upstream's stream; by default that of its whole answer.</summary>
    public virtual string Stream(WireFormat kind) => Streams.Streamed.Of(kind, Answer(kind));
}
