namespace Parley.Simulator.Responses;

/// <summary>Characters that bring a delta to a multiple of 16, so that its length says nothing.</summary>
internal static class Obfuscation
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    public static string For(string delta, int salt) =>
        string.Create(16 - delta.Length % 16, salt, static (room, salt) =>
        {
            for (var i = 0; i < room.Length; i++) room[i] = Alphabet[(salt * 31 + i * 17) % Alphabet.Length];
        });
}
