using Parley.Simulator.Answers;

namespace Parley.Simulator.Chat;

internal static class ChatFinish
{
    public static string Word(Ending ending) => ending switch
    {
        Ending.Length => "length",
        Ending.ToolCalls => "tool_calls",
        Ending.Filter => "content_filter",
        _ => "stop",
    };

    public const string Annotation =
        """{"type":"url_citation","url_citation":{"start_index":0,"end_index":12,"url":"https://example.com/weather","title":"Weather in Paris"}}""";
}
