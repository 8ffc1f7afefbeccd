using System.IO.Compression;
using UglyToad.PdfPig.Filters;
using UglyToad.PdfPig.Tokens;

namespace Parley.Assets.Reading;

/// <summary>The library's filters, which unpack whole streams into memory, behind a bound: what would become too long is not unpacked.</summary>
internal sealed class BoundedFilters : IFilterProvider
{
    private const long MaxStream = 64 * 1024 * 1024, MaxTotal = 512 * 1024 * 1024;

    /// <summary>What these formats make of a byte at most is known only by doing it; LZW makes thousands.</summary>
    private const int MaxLzw = 64 * 1024, MaxRunLength = 1024 * 1024;

    private long _total;

    public bool IsExceeded { get; private set; }

    public IReadOnlyList<IFilter> GetFilters(DictionaryToken dictionary) => Bound(DefaultFilterProvider.Instance.GetFilters(dictionary));

    public IReadOnlyList<IFilter> GetNamedFilters(IReadOnlyList<NameToken> names) => Bound(DefaultFilterProvider.Instance.GetNamedFilters(names));

    public IReadOnlyList<IFilter> GetAllFilters() => Bound(DefaultFilterProvider.Instance.GetAllFilters());

    private IReadOnlyList<IFilter> Bound(IReadOnlyList<IFilter> filters) => [.. filters.Select(f => f is FlateFilter or LzwFilter or RunLengthFilter ? new Bounded(this, f) : f)];

    private void Take(IFilter filter, Memory<byte> packed)
    {
        if (filter is FlateFilter) _total += Inflated(packed);
        else if (packed.Length > (filter is LzwFilter ? MaxLzw : MaxRunLength)) IsExceeded = true;
        if (_total > MaxTotal) IsExceeded = true;
        if (IsExceeded) throw new InvalidDataException("The document unpacks to too much.");
    }

    private long Inflated(Memory<byte> packed)
    {
        if (packed.Length <= 2) return 0;
        var buffer = new byte[32 * 1024];
        long length = 0;
        try
        {
            using var stream = new DeflateStream(new MemoryStream(packed[2..].ToArray()), CompressionMode.Decompress);
            for (int read; (read = stream.Read(buffer)) > 0 && !IsExceeded;) IsExceeded = (length += read) > MaxStream;
        }
        catch (InvalidDataException)
        {
            // The library takes what it gets up to here.
        }

        return length;
    }

    private sealed class Bounded(BoundedFilters bounds, IFilter inner) : IFilter
    {
        public bool IsSupported => inner.IsSupported;

        public Memory<byte> Decode(Memory<byte> input, DictionaryToken streamDictionary, IFilterProvider filterProvider, int filterIndex)
        {
            bounds.Take(inner, input);
            return inner.Decode(input, streamDictionary, filterProvider, filterIndex);
        }
    }
}
