using Parley.Simulator.Answers;
using Parley.Simulator.Requests;
using static Parley.Simulator.Frames.FrameBuilder;

namespace Parley.Simulator.Responses;

/// <summary>The response itself, complete in every state: the vendor repeats all of it when it begins and when it ends.</summary>
internal sealed class ResponseObject(Answer answer, RequestFacts facts)
{
    private readonly IReadOnlyDictionary<string, string> _echo = EchoedFields.Read(facts);

    public string Begun() => Render("in_progress", "[]", "null", "null", "null", "\"auto\"");

    public string Failed(string error) => Render("failed", "[]", error, "null", "null", "\"default\"");

    public string Ended(string output, string usage) =>
        Render(ResponsesFinish.Status(answer.Ending), output, "null", ResponsesFinish.Details(answer.Ending), usage, "\"default\"");

    private string Render(string status, string output, string error, string incomplete, string usage, string tier)
    {
        var completed = status == "completed" ? "1700000001" : "null";
        return $$"""
            {"id":"{{answer.Id}}","object":"response","created_at":1700000000,"status":"{{status}}","background":{{Echo("background", "false")}},"completed_at":{{completed}},
            "error":{{error}},"incomplete_details":{{incomplete}},"instructions":{{Echo("instructions")}},"max_output_tokens":{{Echo("max_output_tokens")}},
            "max_tool_calls":{{Echo("max_tool_calls")}},"model":{{Quote(answer.Model)}},"output":{{output}},"parallel_tool_calls":{{Echo("parallel_tool_calls", "true")}},
            "previous_response_id":{{Echo("previous_response_id")}},"prompt_cache_key":{{Echo("prompt_cache_key")}},"prompt_cache_retention":{{Echo("prompt_cache_retention")}},
            "reasoning":{{Echo("reasoning", """{"effort":null,"summary":null}""")}},"safety_identifier":{{Echo("safety_identifier")}},"service_tier":{{tier}},
            "store":{{Echo("store", "true")}},"temperature":{{Echo("temperature", "1.0")}},"text":{{Echo("text", """{"format":{"type":"text"},"verbosity":"medium"}""")}},
            "tool_choice":{{Echo("tool_choice", "\"auto\"")}},"tools":{{Echo("tools", "[]")}},"top_logprobs":{{Echo("top_logprobs", "0")}},"top_p":{{Echo("top_p", "1.0")}},
            "truncation":{{Echo("truncation", "\"disabled\"")}},"usage":{{usage}},"user":{{Echo("user")}},"metadata":{{Echo("metadata", "{}")}}}
            """.ReplaceLineEndings("");
    }

    // A request may be written over several lines; an event may not.
    private string Echo(string name, string otherwise = "null") => _echo.GetValueOrDefault(name, otherwise).ReplaceLineEndings("");
}
