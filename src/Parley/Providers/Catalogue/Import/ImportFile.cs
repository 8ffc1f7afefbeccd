using Parley.Providers.Catalogue.Lines;
using Parley.Shared;

namespace Parley.Providers.Catalogue.Import;

/// <summary>Reads a file of either layout, which its first character tells.</summary>
internal static class ImportFile
{
    /// <summary>LiteLLM's whole file has less than 2 MiB.</summary>
    private const long Largest = 16 * 1024 * 1024;

    /// <summary>Throws a <see cref="UserError"/> when it cannot be used at all.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="asOf">The day whose facts a file without dates tells.</param>
    /// <param name="known">The words that lines of our own layout may use. Others' lists name sellers that nobody here knows.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async Task<LinesRead> ReadAsync(string path, DateOnly asOf, LineVocabulary known, CancellationToken cancellationToken)
    {
        var file = new FileInfo(path);
        if (!file.Exists) throw new UserError($"There is no file {path}. Nothing was changed.");
        if (file.Length > Largest) throw new UserError($"{path} has {file.Length / 1024 / 1024} MiB; a catalogue has at most {Largest / 1024 / 1024}. Nothing was changed.");
        return Read(await File.ReadAllBytesAsync(path, cancellationToken), file.Name, asOf, known);
    }

    internal static LinesRead Read(byte[] bytes, string name, DateOnly asOf, LineVocabulary? known = null)
    {
        var start = bytes.AsSpan().TrimStart(" \t\r\n\uFEFF"u8);
        if (start.IsEmpty) throw new UserError($"{name} is empty. Nothing was changed.");
        if (start[0] is (byte)'{' or (byte)'[')
            return new LiteLlmReader($"LiteLLM, {name}", asOf.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)).Read(bytes);
        using var reader = new StreamReader(new MemoryStream(bytes));
        return CatalogueCsv.Read(reader, known);
    }
}
