using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiChat;

/// <summary>A piece of answer text or reasoning.</summary>
internal readonly record struct ChunkText(BlockKind Kind, JsonText Text);
