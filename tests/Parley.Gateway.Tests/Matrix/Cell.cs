using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Matrix;

/// <summary>One feature between two formats, streamed or whole.</summary>
internal sealed record Cell(Feature Feature, WireFormat Client, WireFormat Kind, bool IsStreamed)
{
    private static readonly WireFormat[] Served = [WireFormat.Chat, WireFormat.Messages, WireFormat.Responses];

    public static IReadOnlyList<Cell> All { get; } = [..
        from feature in AllFeatures.InOrder from client in Served from kind in Enum.GetValues<WireFormat>() from streamed in feature.IsOfStreams ? [true] : new[] { false, true }
        select new Cell(feature, client, kind, streamed)];

    public override string ToString() => $"{Feature.Name}: {Client.Name()} over {Kind.Name()}, {(IsStreamed ? "streamed" : "whole")}";
}
