using System.Text.Json;
using System.Text.Json.Nodes;

namespace Parley.Api.Page;

/// <summary>Writes one operation: closed, a line; open, what it takes and what it answers. A link to the part inside
/// opens it, without a script.</summary>
internal sealed class OperationSection(HtmlWriter page, SchemaTable schemas)
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Write(Operation operation)
    {
        page.Raw("<details><summary>").Method(operation.Method).Raw("<code>").Path(operation.Path).Raw("</code><span>")
            .Text(operation.Summary).Raw("</span></summary>\n<div class=\"body\" id=\"").Text(operation.Id).Raw("\">\n");
        if (operation.Description is { } description) page.Raw("<p>").Text(description).Raw("</p>\n");
        if (operation.Vendor is { } vendor) page.Raw("<p><a href=\"").Text(vendor).Raw("\" rel=\"noreferrer\">The vendor's reference</a></p>\n");
        Parameters(operation.Node["parameters"]?.AsArray());
        Body("Request", operation.Node["requestBody"]);
        foreach (var (status, answer) in operation.Node["responses"]!.AsObject().Where(answer => answer.Key.StartsWith('2')))
            Body($"Answer {status}", answer);
        Refusals(operation.Node["responses"]!.AsObject());
        page.Raw("</div></details>\n");
    }

    private void Parameters(JsonArray? parameters)
    {
        if (parameters is not { Count: > 0 }) return;
        page.Raw("<h3>Parameters</h3>\n");
        schemas.Rows(parameters.Select(parameter => (
            (string)parameter!["name"]!, parameter["schema"], (string?)parameter["description"] ?? "", (bool?)parameter["required"] == true)));
    }

    private void Body(string title, JsonNode? body)
    {
        if (body is null) return;
        page.Raw("<h3>").Text(title).Raw("</h3>\n");
        var content = body["content"]?.AsObject();
        var media = content?["application/json"] ?? content?.FirstOrDefault().Value;
        if (media is null)
        {
            page.Raw("<p>No body.</p>\n");
            return;
        }

        if (content!["application/json"] is null) page.Raw("<p><code>").Text(content.First().Key).Raw("</code></p>\n");
        if (media["example"] is { } example) page.Raw("<pre tabindex=\"0\"><code>").Text(example.ToJsonString(Readable)).Raw("</code></pre>\n");
        schemas.Members(media["schema"]);
    }

    private void Refusals(JsonObject answers)
    {
        page.Raw("<h3>Refusals</h3>\n<dl class=\"refusals\">");
        foreach (var (status, answer) in answers.Where(answer => !answer.Key.StartsWith('2')))
            page.Raw("<dt>").Text(status).Raw("</dt><dd>").Text((string)answer!["description"]!).Raw("</dd>");
        page.Raw("</dl>\n");
    }
}
