namespace Parley.Gateway.Tests.Matrix;

/// <summary>A block: <c>text</c>, <c>reasoning</c>, <c>refusal</c>, <c>call</c>, of which the text is the arguments, <c>custom</c>, a call
/// whose input is the text, or <c>image</c>, of which it is the base64.</summary>
internal sealed record TellBlock(string Kind, string Text, string Id = "", string Name = "");
