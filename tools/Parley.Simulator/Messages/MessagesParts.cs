using Parley.Simulator.Answers;

namespace Parley.Simulator.Messages;

/// <summary>Words and fixed pieces of the Messages format.</summary>
internal static class MessagesParts
{
    public const string DocumentCitation =
        """{"type":"char_location","cited_text":"The grass is green.","document_index":0,"document_title":"My Document","start_char_index":0,"end_char_index":20,"file_id":null}""";

    public const string SearchCitation =
        """{"type":"web_search_result_location","cited_text":"Mild and dry.","url":"https://example.com/weather","title":"Weather in Paris","encrypted_index":"Eo8BCioIAhgBIiQyYjQ0OWJm"}""";

    public const string SearchResult =
        """{"type":"web_search_result","title":"Weather in Paris","url":"https://example.com/weather","encrypted_content":"EqgfCioIARgBIiQ3YTAwMjY1","page_age":"1 day ago"}""";

    public static string StopReason(Ending ending) => ending switch
    {
        Ending.Length => "max_tokens",
        Ending.ToolCalls => "tool_use",
        Ending.Refusal or Ending.Filter => "refusal",
        Ending.StopSequence => "stop_sequence",
        Ending.Pause => "pause_turn",
        _ => "end_turn",
    };

    public static string Citations(TextPart text) =>
        text.Cited ? DocumentCitation : text.CitesSearch ? SearchCitation : "";
}
