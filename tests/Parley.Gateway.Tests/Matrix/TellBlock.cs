namespace Parley.Gateway.Tests.Matrix;

/// <summary>A block: <c>text</c>, <c>reasoning</c>, <c>refusal</c>, <c>call</c>, of which the text is the arguments, or <c>custom</c>, a call
/// whose input is the text.</summary>
internal sealed record TellBlock(string Kind, string Text, string Id = "", string Name = "");
