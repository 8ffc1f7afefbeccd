using Markdig.Extensions.TaskLists;
using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace Parley.Chat.Markdown.Html;

internal sealed class NamedCheckbox : HtmlObjectRenderer<TaskList>
{
    protected override void Write(HtmlRenderer renderer, TaskList obj)
    {
        if (!renderer.EnableHtmlForInline) renderer.Write(obj.Checked ? "[x]" : "[ ]");
        else renderer.Write(obj.Checked ? "<input type=\"checkbox\" disabled checked aria-label=\"Done\">" : "<input type=\"checkbox\" disabled aria-label=\"To do\">");
    }
}
