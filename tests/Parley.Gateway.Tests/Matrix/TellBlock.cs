namespace Parley.Gateway.Tests.Matrix;

/// <summary>A block: <c>text</c>, <c>reasoning</c>, <c>refusal</c>, or <c>call</c>, of which the text is the arguments.</summary>
internal sealed record TellBlock(string Kind, string Text, string Id = "", string Name = "");
