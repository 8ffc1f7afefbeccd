using System.Text;
using System.Text.Encodings.Web;
using Parley.Chat.Model;

namespace Parley.Chat.Transfer;

/// <summary>A conversation as one HTML file that needs nothing else: no scripts, nothing loaded from anywhere.</summary>
internal static class HtmlExport
{
    private const string Style =
        """
        :root{color-scheme:light dark}body{font:16px/1.6 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}
        h1{line-height:1.25}article{border-top:1px solid #8884;padding:1rem 0}header{font-weight:600}time,.remark{opacity:.7;font-weight:400;font-size:.875em}
        pre{overflow-x:auto;padding:.75rem;background:#8881;border-radius:.5rem}code{font-family:ui-monospace,monospace;font-size:.9em}
        pre:has(code),code{direction:ltr;unicode-bidi:isolate;text-align:left}
        table{border-collapse:collapse;display:block;overflow-x:auto}th,td{border:1px solid #8884;padding:.25rem .5rem;text-align:start}
        figure{display:inline-block;margin:.25rem .75rem .5rem 0;vertical-align:top;max-width:16rem;overflow-wrap:anywhere;font-size:.875em}img{display:block;max-width:100%;border-radius:.5rem}
        blockquote{margin-inline:0;padding-inline-start:1rem;border-inline-start:3px solid #8886}
        """;

    public static string Render(Conversation conversation, IEnumerable<Message> branch, ILookup<Guid, ExportedFile> files)
    {
        var title = Encode(MarkdownExport.TitleOf(conversation));
        var html = new StringBuilder();
        html.Append("<!doctype html>\n<html lang=\"\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">")
            .Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\"><title>").Append(title)
            .Append("</title><style>").Append(Style).Append("</style></head>\n<body><h1 dir=\"auto\">").Append(title).Append("</h1>\n").Append(Time(conversation.CreatedAt)).Append('\n');
        foreach (var message in branch)
        {
            html.Append("<article><header>").Append(Encode(MarkdownExport.Speaker(message))).Append(' ').Append(Time(message.CreatedAt)).Append("</header>\n");
            foreach (var file in files[message.Id]) Append(html, file);
            html.Append("<div dir=\"auto\">")
                .Append(SafeMarkdown.Parse(message.Text) is { } text ? SafeMarkdown.ToHtml(text) : $"<pre>{Encode(message.Text)}</pre>").Append("</div>");
            if (MarkdownExport.Remark(message) is { } remark) html.Append("<p class=\"remark\">").Append(Encode(remark)).Append("</p>");
            html.Append("</article>\n");
        }

        return html.Append("</body></html>\n").ToString();
    }

    private static void Append(StringBuilder html, ExportedFile file)
    {
        html.Append("<figure>");
        if (file.Thumbnail is { } picture) html.Append("<img alt=\"").Append(Encode(file.Name)).Append("\" src=\"data:image/webp;base64,").Append(Convert.ToBase64String(picture)).Append("\">");
        html.Append("<figcaption><bdi>").Append(Encode(file.Name)).Append("</bdi> <span class=\"remark\">").Append(Encode(file.About)).Append("</span></figcaption></figure>\n");
    }

    private static string Time(DateTimeOffset time) =>
        $"<time datetime=\"{time.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}\">{MarkdownExport.Time(time)}</time>";

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
