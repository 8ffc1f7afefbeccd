namespace Parley.Identity.Keys;

/// <summary>CRC-32 of ISO-HDLC (reflected polynomial 0xEDB88320), over ASCII text. Any change of a single character shows.</summary>
internal static class Crc32
{
    private static readonly uint[] Table = MakeTable();

    public static uint Of(ReadOnlySpan<char> ascii)
    {
        var table = Table;
        var crc = uint.MaxValue;
        foreach (var character in ascii) crc = table[(byte)(crc ^ character)] ^ (crc >> 8);
        return ~crc;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (uint i = 0; i < 256; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++) value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ 0xEDB88320;
            table[i] = value;
        }

        return table;
    }
}
