namespace Parley.Gateway.Tests.Matrix;

/// <summary>An answer in words that all formats have, to be written as each vendor would.</summary>
internal sealed record Told(TellBlock[] Blocks, string Finish = "stop", int Prompt = 120, int Cached = 20, int Written = 0, int Out = 30, int Reasoning = 10)
{
    public string Joined(string kind) => string.Concat(Blocks.Where(b => b.Kind == kind).Select(b => b.Text));

    public TellBlock[] Calls => [.. Blocks.Where(b => b.Kind is "call" or "custom")];

    /// <summary>Vendors say of an answer that calls tools that it ends for that.</summary>
    public string End => Finish == "stop" && Calls.Length > 0 ? "calls" : Finish;
}
