using System.Runtime.InteropServices;
using SharpFuzz;
using SharpFuzz.Common;

namespace Parley.Fuzz.Engine;

/// <summary>
/// Which branches an input took. The engine's and the app's assemblies, the copies beside this program, are instrumented in place before they are
/// loaded; the native drivers that SharpFuzz was made for are not needed, for the loop is our own.
/// </summary>
internal static unsafe class Coverage
{
    private const int MapSize = 64 * 1024;
    private static byte* s_map;
    private static readonly byte[] s_seen = new byte[MapSize];

    /// <summary>Whether inputs are judged by the branches they take.</summary>
    public static bool IsOn => s_map != null;

    /// <summary>Call before any type of the engine is touched.</summary>
    public static void Begin()
    {
        Instrument("Parley.Gateway.dll", "Parley.Gateway.");
        Instrument("Parley.dll", "Parley.Chat.Markdown.");
        s_map = (byte*)NativeMemory.AllocZeroed(MapSize);
        Trace.SharedMem = s_map;
    }

    /// <summary>Forgets the last input.</summary>
    public static void Reset()
    {
        new Span<byte>(s_map, MapSize).Clear();
        Trace.PrevLocation = 0;
    }

    /// <summary>Whether the last input took a branch, or took one as often, as none before it.</summary>
    public static bool IsNew()
    {
        var found = false;
        var map = new Span<byte>(s_map, MapSize);
        for (var i = map.IndexOfAnyExcept((byte)0); i >= 0; i = Next(map, i))
        {
            var often = (byte)(map[i] switch { 1 => 1, 2 => 2, 3 => 4, <= 7 => 8, <= 15 => 16, <= 31 => 32, <= 127 => 64, _ => 128 });
            found |= (s_seen[i] & often) == 0;
            s_seen[i] |= often;
        }

        return found;
    }

    private static int Next(Span<byte> map, int at)
    {
        var next = map[(at + 1)..].IndexOfAnyExcept((byte)0);
        return next < 0 ? -1 : at + 1 + next;
    }

    private static void Instrument(string assembly, string names)
    {
        try
        {
            _ = Fuzzer.Instrument(Path.Combine(AppContext.BaseDirectory, assembly), name => name.StartsWith(names, StringComparison.Ordinal), Options.Value);
        }
        catch (InstrumentationException)
        {
            // An earlier run did it already.
        }
    }
}
