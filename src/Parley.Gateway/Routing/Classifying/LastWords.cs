using Parley.Gateway.Messages;

namespace Parley.Gateway.Routing.Classifying;

/// <summary>What the person said last, cut to a length that can be looked at in no time.</summary>
/// <param name="Text">The text's beginning and end; empty when nobody said anything.</param>
/// <param name="Length">Its whole length in characters.</param>
/// <param name="IsFirst">Nothing was said before.</param>
internal readonly record struct LastWords(string Text, int Length, bool IsFirst)
{
    private const int Head = 3000, Tail = 1000;

    /// <summary>The last turn of a person that has text: the results of tools are not one.</summary>
    public static LastWords Of(Prompt prompt)
    {
        for (var i = prompt.Turns.Count - 1; i >= 0; i--)
        {
            if (prompt.Turns[i].Role != TurnRole.User) continue;
            TextPart? last = null;
            foreach (var part in prompt.Turns[i].Parts)
                if (part is TextPart { Text.Length: > 0 } text) last = text;
            if (last is not null) return Of(last.Text, isFirst: i == 0);
        }

        return new LastWords("", 0, true);
    }

    /// <summary>A text as a whole request.</summary>
    public static LastWords Of(string text, bool isFirst) =>
        new(text.Length <= Head + Tail ? text : string.Concat(text.AsSpan(0, Head), "\n", text.AsSpan(text.Length - Tail)), text.Length, isFirst);
}
