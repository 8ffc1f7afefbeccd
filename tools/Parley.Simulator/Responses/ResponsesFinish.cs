using Parley.Simulator.Answers;

namespace Parley.Simulator.Responses;

/// <summary>How a response says that it ended.</summary>
internal static class ResponsesFinish
{
    public const string Citation =
        """{"type":"url_citation","end_index":12,"start_index":0,"title":"Weather in Paris","url":"https://example.com/weather"}""";

    /// <summary><c>completed</c> or <c>incomplete</c>: the response's status, and the end of its last event's name.</summary>
    public static string Status(Ending ending) => ending is Ending.Length or Ending.Filter ? "incomplete" : "completed";

    public static string Details(Ending ending) => ending switch
    {
        Ending.Length => """{"reason":"max_output_tokens"}""",
        Ending.Filter => """{"reason":"content_filter"}""",
        _ => "null",
    };
}
