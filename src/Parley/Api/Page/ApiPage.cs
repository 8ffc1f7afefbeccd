using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Parley.Api.Page;

/// <summary>The description as one page: no script, no font, no icon (an empty one: browsers would ask for theirs), nothing from elsewhere; its one style sheet is named by its
/// hash in the page's security policy.</summary>
internal static class ApiPage
{
    private static readonly string Style = ReadStyle();

    public static string SecurityPolicy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static string Render(JsonObject document)
    {
        var operations = ReadOperations(document);
        var info = document["info"]!;
        var page = new HtmlWriter();
        page.Raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .Raw("<meta name=\"color-scheme\" content=\"light dark\">\n<title>Parley: operations</title>\n<link rel=\"icon\" href=\"data:,\">\n<style>").Raw(Style).Raw("</style>\n</head>\n<body>\n");
        page.Raw("<header><h1>Parley</h1><span class=\"version\">").Text((string)info["version"]!)
            .Raw("</span><a class=\"raw\" href=\"/openapi/v1.json\">OpenAPI</a></header>\n<div class=\"columns\">\n");
        Navigation(page, operations);
        page.Raw("<main>\n<section class=\"intro\">");
        foreach (var sentence in ((string)info["description"]!).Split(". ")) page.Raw("<p>").Text(sentence.TrimEnd('.')).Raw(".</p>");
        Credentials(page, document);
        page.Raw("</section>\n");
        var section = new OperationSection(page, new SchemaTable(page, document));
        foreach (var group in operations.GroupBy(o => o.Tag))
        {
            page.Raw("<section class=\"group\"><h2 id=\"").Text(Anchor(group.Key)).Raw("\">").Text(group.Key).Raw("</h2>\n");
            foreach (var operation in group) section.Write(operation);
            page.Raw("</section>\n");
        }

        return page.Raw("</main>\n</div>\n</body>\n</html>\n").ToString();
    }

    private static void Navigation(HtmlWriter page, List<Operation> operations)
    {
        page.Raw("<nav aria-label=\"Operations\">\n");
        foreach (var group in operations.GroupBy(o => o.Tag))
        {
            page.Raw("<a class=\"group\" href=\"#").Text(Anchor(group.Key)).Raw("\">").Text(group.Key).Raw("</a>\n<ul>");
            foreach (var operation in group)
            {
                page.Raw("<li><a href=\"#").Text(operation.Id).Raw("\">");
                page.Method(operation.Method).Raw("<span>").Path(operation.Path).Raw("</span></a></li>");
            }

            page.Raw("</ul>\n");
        }

        page.Raw("</nav>\n");
    }

    private static void Credentials(HtmlWriter page, JsonObject document)
    {
        page.Raw("<dl class=\"credentials\">");
        foreach (var (_, scheme) in document["components"]!["securitySchemes"]!.AsObject())
        {
            var header = (string?)scheme!["name"] is { } name ? $"{name}: KEY" : "Authorization: Bearer KEY";
            page.Raw("<dt><code>").Text(header).Raw("</code></dt><dd>").Text((string)scheme["description"]!).Raw("</dd>");
        }

        page.Raw("</dl>");
    }

    // The wire formats come first: they are what most readers came for.
    private static List<Operation> ReadOperations(JsonObject document) =>
    [
        .. document["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(method => new Operation(path.Key, method.Key, method.Value!.AsObject())))
            .OrderByDescending(operation => operation.Path.StartsWith("/v1/", StringComparison.Ordinal)),
    ];

    private static string Anchor(string tag) => "group-" + new string([.. tag.ToLowerInvariant().Where(char.IsAsciiLetterOrDigit)]);

    private static string ReadStyle()
    {
        using var stream = typeof(ApiPage).Assembly.GetManifestResourceStream("Parley.Api.Page.page.css")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
