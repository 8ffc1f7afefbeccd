using System.ComponentModel.DataAnnotations;

namespace Parley.Chat.Transfer;

/// <summary>What people may import. Bound from <c>Parley:Imports</c>.</summary>
internal sealed class ImportOptions
{
    public const string Section = "Parley:Imports";

    /// <summary>Bytes of all imported conversations of one person together; default 1 GiB.</summary>
    [Range(1024, long.MaxValue)]
    public long MaxBytesPerPerson { get; set; } = 1024L * 1024 * 1024;
}
