namespace Parley.Gateway.Dialects.Anthropic;

/// <summary>The types of delta that mean something to Parley.</summary>
internal enum DeltaType : byte
{
    Unknown,
    Text,
    Thinking,
    Signature,
    InputJson,
    Citations,
}
