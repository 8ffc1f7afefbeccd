using System.Buffers;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Upstreams.Http;

/// <summary>One call of an operation without a prompt, from the caller's format into the upstream's and back, body by body.</summary>
internal abstract class BodyTranslation
{
    /// <summary>The caller's format, in which the answer comes out.</summary>
    public abstract WireFormat Format { get; }

    /// <summary>Writes the upstream's request; returns the names, as the caller spelled them, of fields that could not be carried.</summary>
    public abstract IReadOnlyCollection<string> WriteRequest(IBufferWriter<byte> output);

    /// <summary>Writes the answer as the caller's body, and says in events how it ended and what it used. Never throws for any bytes.</summary>
    public abstract void ReadAnswer(ReadOnlyMemory<byte> body, IBufferWriter<byte> output, EventBatch events);
}
