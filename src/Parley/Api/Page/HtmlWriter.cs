using System.Text;
using System.Text.Encodings.Web;

namespace Parley.Api.Page;

/// <summary>Text that is markup goes through <see cref="Raw"/>, all other is encoded.</summary>
internal sealed class HtmlWriter
{
    private readonly StringBuilder _html = new();

    public HtmlWriter Raw(string markup)
    {
        _html.Append(markup);
        return this;
    }

    public HtmlWriter Text(string text) => Raw(HtmlEncoder.Default.Encode(text));

    public HtmlWriter Method(string method) =>
        Raw("<b class=\"method ").Text(method).Raw("\">").Text(method.ToUpperInvariant()).Raw("</b>");

    /// <summary>A path that may break after its slashes, with its parameters set apart.</summary>
    public HtmlWriter Path(string path)
    {
        foreach (var part in path.Split('/')[1..])
        {
            Raw("/<wbr>");
            if (part.StartsWith('{')) Raw("<i>").Text(part).Raw("</i>");
            else Text(part);
        }

        return this;
    }

    public override string ToString() => _html.ToString();
}
