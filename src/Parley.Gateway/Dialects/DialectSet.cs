using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects;

/// <summary>All dialects of this build, one a format.</summary>
public sealed class DialectSet
{
    private readonly IDialect?[] _byFormat = new IDialect?[Enum.GetValues<WireFormat>().Length];

    /// <summary>Two dialects of one format stop the start.</summary>
    public DialectSet(IEnumerable<IDialect> dialects)
    {
        ArgumentNullException.ThrowIfNull(dialects);
        foreach (var dialect in dialects)
        {
            if (_byFormat[(int)dialect.Format] is not null) throw new InvalidOperationException($"Two dialects speak {dialect.Format.Name()}.");
            _byFormat[(int)dialect.Format] = dialect;
        }
    }

    /// <summary>The dialect of a format that this build speaks.</summary>
    public IDialect Find(WireFormat format) => _byFormat[(int)format] ?? throw new InvalidOperationException($"No dialect speaks {format.Name()}.");
}
