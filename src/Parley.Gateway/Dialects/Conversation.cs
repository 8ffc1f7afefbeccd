using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects;

/// <summary>
/// A conversation in the order that vendors insist on: whatever the model goes on to say behind a call belongs to the same turn, and
/// directly behind that come the results of its calls, wherever the caller put them. A result that answers no call (of a vendor's
/// own tool, which does not cross) is something that the user says.
/// </summary>
internal sealed class Conversation
{
    private readonly List<Turn> _turns = [];
    private readonly Dictionary<string, Queue<(int Turn, ToolResultPart Result)>> _results = new(StringComparer.Ordinal);
    private readonly HashSet<ContentPart> _moved = new(ReferenceEqualityComparer.Instance);

    private Conversation(Prompt prompt)
    {
        foreach (var turn in prompt.Turns)
        {
            if (turn.Role == TurnRole.Assistant && _turns is [.., { Role: TurnRole.Assistant } before] && before.Parts.Exists(p => p is ToolCallPart))
                _turns[^1] = before with { Parts = [.. before.Parts, .. turn.Parts] };
            else
                _turns.Add(turn);
            foreach (var part in turn.Parts)
                if (part is ToolResultPart result) Queue(result);
        }
    }

    /// <summary>The turns of a prompt.</summary>
    public static IEnumerable<Turn> Of(Prompt prompt) => new Conversation(prompt).Turns();

    /// <summary>The turns for vendors who want the roles to take turns: neighbours of one role become one. What cannot be written stays out, and so do
    /// instructions, which have no place there.</summary>
    public static List<Turn> Joined(Prompt prompt, Predicate<ContentPart> canWrite)
    {
        var turns = new List<Turn>();
        foreach (var turn in Of(prompt).Where(turn => turn.Role != TurnRole.System))
        {
            var parts = turn.Parts.FindAll(canWrite);
            if (parts.Count == 0) continue;
            if (turns is [.., var previous] && previous.Role == turn.Role) previous.Parts.AddRange(parts);
            else turns.Add(new Turn(turn.Role, parts));
        }

        return turns;
    }

    private IEnumerable<Turn> Turns()
    {
        for (var i = 0; i < _turns.Count; i++)
        {
            var turn = _turns[i];
            if (turn.Role == TurnRole.Assistant)
            {
                yield return turn;
                if (Results(turn, i) is { Count: > 0 } results) yield return new Turn(TurnRole.User, results);
            }
            else if (!turn.Parts.Exists(p => p is ToolResultPart))
            {
                yield return turn;
            }
            else if (Rest(turn) is { Count: > 0 } rest)
            {
                yield return turn with { Parts = rest };
            }
        }
    }

    /// <summary>What answers the calls of a turn, in the order in which the caller gave it.</summary>
    private List<ContentPart> Results(Turn turn, int place)
    {
        var found = new List<(int Turn, ToolResultPart Result)>();
        foreach (var part in turn.Parts)
        {
            if (part is not ToolCallPart call || !_results.TryGetValue(call.Id, out var results)) continue;
            while (results.TryDequeue(out var result))
            {
                if (result.Turn < place) continue;
                _moved.Add(result.Result);
                found.Add(result);
                break;
            }
        }

        return [.. found.OrderBy(r => r.Turn).ThenBy(r => _turns[r.Turn].Parts.IndexOf(r.Result)).Select(r => r.Result)];
    }

    private List<ContentPart> Rest(Turn turn) =>
        [.. turn.Parts.Where(p => !_moved.Contains(p)).SelectMany(p => p is ToolResultPart orphan ? orphan.Content : [p])];

    private void Queue(ToolResultPart result)
    {
        if (!_results.TryGetValue(result.CallId, out var queue)) _results[result.CallId] = queue = new();
        queue.Enqueue((_turns.Count - 1, result));
    }
}
