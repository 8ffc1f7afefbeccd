using System.Buffers;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects;

/// <summary>Writes events as frames (or one body) of a format.</summary>
public interface IAnswerWriter
{
    /// <summary>Writes what an event means in this format; often nothing at once, sometimes several frames. A stream
    /// writer delays nothing: a delta leaves in the call that brought it. Failures are written too: a stream ends with the
    /// format's error frame, and a body is an error body.</summary>
    void Write(in LlmEvent item, IBufferWriter<byte> output);
}
