using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Parley.Ui;

/// <summary>Scripts, styles and fonts as the build bundled them. A name carries the hash of what the file holds, so browsers
/// keep it for good.</summary>
internal sealed class WebAssets
{
    private const string Base = "/assets/";

    private static readonly FrozenDictionary<string, string> ContentTypes = new Dictionary<string, string>
    {
        [".js"] = "text/javascript; charset=utf-8", [".css"] = "text/css; charset=utf-8", [".woff2"] = "font/woff2",
        [".svg"] = "image/svg+xml", [".png"] = "image/png", [".txt"] = "text/plain; charset=utf-8",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly string _folder = Path.Combine(AppContext.BaseDirectory, "web");
    private readonly Lazy<Manifest> _manifest;

    public WebAssets() => _manifest = new(Read);

    /// <summary>Faces that every page shows.</summary>
    public IReadOnlyList<string> Fonts => _manifest.Value.Fonts;

    /// <summary>Address of an entry: <c>Url("app.css")</c>.</summary>
    public string Url(string name) => Base + Find(name).File;

    /// <summary>Addresses of what a script imports at once.</summary>
    public IEnumerable<string> Parts(string name) => Find(name).Parts.Select(part => Base + part);

    public IResult Serve(string name, HttpContext context)
    {
        if (!_manifest.Value.Files.TryGetValue(name, out var file)) return TypedResults.NotFound();
        var headers = context.Response.Headers;
        var path = Path.Combine(_folder, name);
        var tag = file.Tag;
        if (file.Forms.Count > 0)
        {
            headers.Vary = HeaderNames.AcceptEncoding;
            if (Choose(context.Request.Headers.AcceptEncoding) is var (encoding, suffix))
            {
                headers.ContentEncoding = encoding;
                path += suffix;
                tag += suffix;
            }
        }

        context.Features.Set(ResponseRules.Immutable);
        return TypedResults.PhysicalFile(path, ContentTypes.GetValueOrDefault(Path.GetExtension(name), "application/octet-stream"),
            entityTag: new EntityTagHeaderValue($"\"{tag}\""));
    }

    private static (string Encoding, string Suffix)? Choose(StringValues accepted) =>
        Accepts(accepted, "br") ? ("br", ".br") : Accepts(accepted, "gzip") ? ("gzip", ".gz") : null;

    private static bool Accepts(StringValues accepted, string encoding) =>
        StringWithQualityHeaderValue.TryParseList(accepted, out var list) && list.Any(item => item.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase) && item.Quality is not 0);

    private Entry Find(string name) => _manifest.Value.Entries.TryGetValue(name, out var entry)
        ? entry
        : throw new InvalidOperationException($"The build bundled no {name}: an entry is a file in Ui/Web/entries or in a module's Pages/Web.");

    private Manifest Read()
    {
        using var stream = File.OpenRead(Path.Combine(_folder, "manifest.json"));
        return JsonSerializer.Deserialize<Manifest>(stream, JsonSerializerOptions.Web)!;
    }

    private sealed record Manifest(Dictionary<string, Entry> Entries, List<string> Fonts, Dictionary<string, Served> Files);

    private sealed record Entry(string File, List<string> Parts);

    private sealed record Served(List<string> Forms, string Tag);
}
