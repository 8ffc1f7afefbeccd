namespace Parley.Gateway.Uploads;

/// <summary>A part of a form that was kept.</summary>
/// <param name="Name">The field's name.</param>
/// <param name="Head">Its header lines and the empty line behind them, as they go out.</param>
/// <param name="Value">What is in it, if that is in memory.</param>
/// <param name="File">Where in the spool it stands, if it is a file.</param>
internal sealed record FormPart(string Name, ReadOnlyMemory<byte> Head, ReadOnlyMemory<byte> Value, SpoolRange? File = null);

/// <summary>A run of bytes in a <see cref="Spool"/>.</summary>
internal readonly record struct SpoolRange(long Start, long Length);
