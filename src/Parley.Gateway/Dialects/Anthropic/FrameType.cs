namespace Parley.Gateway.Dialects.Anthropic;

/// <summary>The types of frame that mean something to Parley.</summary>
internal enum FrameType : byte
{
    Unknown,
    MessageStart,
    BlockStart,
    BlockDelta,
    BlockStop,
    MessageDelta,
    MessageStop,
    Ping,
    Error,
}
