using System.Text.Json.Nodes;
using Parley.Gateway.Tests.Dialects.OpenAiResponses;

namespace Parley.Gateway.Tests.Matrix.Folds;

/// <summary>Responses: the last event brings the whole; that it says what the pieces said is a law of its own (<see cref="StreamLaws"/>).</summary>
internal static class ResponsesFold
{
    public static JsonNode Of(string stream)
    {
        StreamLaws.Assert(stream);
        var frames = Fold.Frames(stream).ConvertAll(f => JsonNode.Parse(f.Data)!);
        var types = frames.ConvertAll(f => f["type"]!.ToString());
        if (types.IndexOf("error") is >= 0 and var error)
        {
            Assert.True(error == types.Count - 1 || (error == types.Count - 2 && types[^1] == "response.failed"), stream);
            return frames[error];
        }

        var whole = frames[^1]["response"]!;
        Assert.Equal(frames[0]["response"]!["id"]!.ToString(), whole["id"]!.ToString());
        var ids = whole["output"]!.AsArray().Select(i => i!["call_id"]?.ToString()).OfType<string>().ToList();
        Assert.Equal(ids.Distinct(), ids);
        return whole;
    }
}
