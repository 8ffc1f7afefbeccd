using System.Collections.Concurrent;

namespace Parley.Simulator.Behaviour;

/// <summary>Reads a <see cref="Spec"/> from words joined by <c>-</c>. Unknown words are ignored, so that any model name is a spec.</summary>
internal static class SpecReader
{
    private const int Remembered = 4096;
    private static readonly char[] Joints = ['-', ',', ' ', '/', ':'];
    private static readonly ConcurrentDictionary<(Spec, string), Spec> Known = new();

    public static Spec Read(Spec start, string words)
    {
        if (Known.TryGetValue((start, words), out var known)) return known;
        var spec = words.Split(Joints, StringSplitOptions.RemoveEmptyEntries).Aggregate(start, ReadWord);
        if (Known.Count < Remembered) Known[(start, words)] = spec;
        return spec;
    }

    private static Spec ReadWord(Spec spec, string word)
    {
        var letters = word.TakeWhile(char.IsAsciiLetter).Count();
        if (letters == 0) return spec;
        var name = word[..letters];
        if (letters == word.Length) return SpecWords.Apply(spec, name, null);
        return int.TryParse(word.AsSpan(letters), out var number) ? SpecWords.Apply(spec, name, number) : spec;
    }
}
