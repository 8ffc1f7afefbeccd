using System.Diagnostics;

namespace Parley.Gateway.Routing;

/// <summary>A credential: a type that cannot be printed, serialized or formatted by accident.</summary>
[DebuggerDisplay("***")]
public sealed class Secret(string value)
{
    private const int ShortestShown = 12;

    private readonly string _value = value;

    /// <summary>The last four characters behind dots, for people who must tell credentials apart; dots alone for those
    /// shorter than 12, of which four would tell too much.</summary>
    public string Hint => _value.Length >= ShortestShown ? "..." + _value[^4..] : "...";

    /// <summary>The value itself. Call it where it is sent, nowhere else.</summary>
    public string Reveal() => _value;

    /// <inheritdoc/>
    public override string ToString() => "***";
}
