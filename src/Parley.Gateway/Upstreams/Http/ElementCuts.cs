namespace Parley.Gateway.Upstreams.Http;

/// <summary>Cuts elements out of one JSON array of a body, with the commas that would be left over. Elements are told in their order.</summary>
internal struct ElementCuts(List<Splice> splices)
{
    private int _keptEnd = -1; // behind the last element that stays
    private int _cutStart = -1;
    private int _cutEnd;

    /// <summary>An element that stays.</summary>
    public void Keep(int start, int end)
    {
        if (_cutStart >= 0) splices.Add(new Splice(_keptEnd >= 0 ? _keptEnd.._cutEnd : _cutStart..start, default));
        (_cutStart, _keptEnd) = (-1, end);
    }

    /// <summary>An element that goes.</summary>
    public void Cut(int start, int end)
    {
        if (_cutStart < 0) _cutStart = start;
        _cutEnd = end;
    }

    /// <summary>The array is over. <paramref name="alone"/>: what stands in it when nothing else is left.</summary>
    public readonly void End(ReadOnlyMemory<byte> alone = default)
    {
        if (_cutStart < 0) return;
        splices.Add(_keptEnd >= 0 ? new Splice(_keptEnd.._cutEnd, default) : new Splice(_cutStart.._cutEnd, alone));
    }
}
