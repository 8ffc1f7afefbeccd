using System.Text;
using System.Text.Json.Nodes;
using Parley.Gateway.Messages;
using Parley.Gateway.Tests.Matrix.Folds;
using Parley.Gateway.Tests.Matrix.Staging;

namespace Parley.Gateway.Tests.Matrix;

/// <summary>
/// Runs one cell and judges what was observed: everything that both formats have a place for must arrive, what does not arrive must be named
/// when the client asked for it, and nothing else may be named.
/// </summary>
internal sealed class CellRun(Cell cell, Exchange seen, string asked, string answered)
{
    private readonly List<Aspect> _arrived = [];
    private readonly List<Aspect> _lost = [];

    public static async Task<Outcome> RunAsync(Cell cell, Stage stage)
    {
        var feature = cell.Feature;
        var asked = Body(cell);
        var whole = feature.Answer(cell.Kind);
        var body = cell.IsStreamed && feature.Status == 200 ? feature.Stream(cell.Kind) : whole;
        if (feature.IsCut) body = Half(body, cell.IsStreamed);
        var seen = await stage.AskAsync(cell.Client, asked, new Reply(feature.Status, body, cell.IsStreamed && feature.Status == 200, feature.IsCut));
        Assert.True(seen.Status == feature.StatusForClient(cell.IsStreamed), $"{seen.Status}: {seen.Answer}\nsent: {seen.Sent}");
        Assert.Equal(feature.Status == 429 ? "7" : null, seen.RetryAfter);
        return new CellRun(cell, seen, asked, body).Judge(whole);
    }

    private Outcome Judge(string whole)
    {
        var isSame = cell.Kind == cell.Client;
        if (isSame) AssertSameBytes();
        if (cell.Feature.Ask(cell.Client) is not null) JudgeRequest();
        var lostFields = _lost.Count;
        var answer = cell.IsStreamed && seen.Status == 200 ? Fold.Of(cell.Client, seen.Answer) : JsonNode.Parse(seen.Answer)!;
        foreach (var aspect in cell.Feature.Got) Judge(aspect, cell.Kind, JsonNode.Parse(whole)!, cell.Client, answer);
        if (isSame) return new Outcome(_arrived.Count + _lost.Count == 0 ? Mark.Absent : cell.Feature.PassesAnswer ? Mark.Same : Mark.Carried, [], []);
        Assert.Equal(lostFields > 0, seen.Dropped.Count > 0);
        var mark = (_arrived.Count, _lost.Count) switch { (0, 0) => Mark.Absent, (_, 0) => Mark.Carried, (0, _) => Mark.Cannot, _ => Mark.Noted };
        return new Outcome(mark, [.. _lost.Select(a => a.Lost)], seen.Dropped);
    }

    private void JudgeRequest()
    {
        var (request, sent) = (JsonNode.Parse(asked)!, JsonNode.Parse(seen.Sent)!);
        var unexplained = seen.Dropped.ToList();
        foreach (var aspect in cell.Feature.Asked)
        {
            if (!Judge(aspect, cell.Client, request, cell.Kind, sent)) continue;
            var words = Find.Words(aspect.In(cell.Client)!).ToHashSet();
            Assert.True(seen.Dropped.Any(Explains), $"'{aspect.In(cell.Client)}' did not arrive, and is not named in [{string.Join(", ", seen.Dropped)}]: {seen.Sent}");
            unexplained.RemoveAll(Explains);

            bool Explains(string name) => name.Split('.').All(words.Contains);
        }

        Assert.True(unexplained.Count == 0, $"dropped for no reason: {string.Join(", ", unexplained)}; sent: {seen.Sent}");
    }

    /// <summary>True when the aspect was said and did not arrive.</summary>
    private bool Judge(Aspect aspect, WireFormat from, JsonNode said, WireFormat to, JsonNode found)
    {
        if (!aspect.IsMade && (aspect.In(from) is not { } saying || !Find.In(said, saying))) return false;
        var arrived = aspect.In(to) is { } place && Find.In(found, place);
        var expected = from == to || aspect.Crosses(to);
        Assert.True(arrived == expected, $"{(expected ? "missing" : "unexpected")}: '{aspect.In(to) ?? aspect.In(from)}' in {found.ToJsonString()}");
        (arrived ? _arrived : _lost).Add(aspect);
        return !arrived;
    }

    private void AssertSameBytes()
    {
        var sent = asked.Replace($"\"{cell.Kind.Name()}/{OneVendor.ModelOf(cell.Kind)}\"", $"\"{OneVendor.ModelOf(cell.Kind)}\"", StringComparison.Ordinal);
        Assert.Equal(sent, seen.Sent);
        if (!cell.Feature.PassesAnswer) return;
        Assert.Equal(answered, seen.Answer);
    }

    public static string Body(Cell cell)
    {
        var body = new StringBuilder($$"""{ "model": "{{cell.Kind.Name()}}/{{OneVendor.ModelOf(cell.Kind)}}" """);
        if (cell.IsStreamed) body.Append(cell.Client == WireFormat.Chat ? ""","stream":true,"stream_options":{"include_usage":true}""" : ""","stream": true""");
        var members = cell.Feature.Ask(cell.Client)?.Trim() ?? "";
        if (cell.Client == WireFormat.Messages && !members.Contains("\"max_tokens\"", StringComparison.Ordinal)) body.Append(""","max_tokens":4000""");
        if (cell.Client == WireFormat.Responses) body.Append(""","store":false""");
        var turns = cell.Client == WireFormat.Responses ? "input" : "messages";
        if (!members.Contains($"\"{turns}\":", StringComparison.Ordinal)) body.Append(',').Append($$"""" "{{turns}}":[{"role":"user","content":"Hi"}] """");
        if (members.Length > 0) body.Append(',').Append(members);
        return body.Append('}').ToString();
    }

    private static string Half(string body, bool isStreamed) =>
        isStreamed ? body[..(body.LastIndexOf("\n\n", body.Length * 2 / 3, StringComparison.Ordinal) + 2)] : body[..(body.Length / 2)];
}
