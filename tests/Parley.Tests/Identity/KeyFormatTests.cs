using CsCheck;
using Parley.Identity.Keys;

namespace Parley.Tests.Identity;

public sealed class KeyFormatTests
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    [Fact]
    public void A_new_key_has_the_documented_shape()
    {
        var key = KeyFormat.Create();
        Assert.Matches("^ply_[0-9A-Za-z]{8}_[0-9A-Za-z]{49}$", key);
        Assert.True(KeyFormat.TryReadId(key, out var id));
        Assert.Equal(key[4..12], id.ToString());
    }

    [Fact]
    public void New_keys_never_repeat() =>
        Assert.Equal(2000, Enumerable.Range(0, 2000).Select(_ => KeyFormat.Create()).ToHashSet().Count);

    [Fact]
    public void The_checksum_is_the_standard_crc32() => Assert.Equal(0xCBF43926u, Crc32.Of("123456789"));

    [Fact]
    public void Any_change_of_one_character_is_refused_by_the_checksum() =>
        Gen.Select(Gen.Int[0, KeyFormat.Length - 1], Gen.Char).Sample((position, character) =>
        {
            var key = KeyFormat.Create().ToCharArray();
            if (key[position] == character) return true;
            key[position] = character;
            return !KeyFormat.TryReadId(key, out _);
        }, iter: 20_000);

    [Fact]
    public void Any_change_of_one_character_within_the_alphabet_is_refused_by_the_checksum() =>
        Gen.Select(Gen.Int[0, KeyFormat.Length - 1], Gen.Int[0, 61]).Sample((position, character) =>
        {
            var key = KeyFormat.Create().ToCharArray();
            if (key[position] == Alphabet[character]) return true;
            key[position] = Alphabet[character];
            return !KeyFormat.TryReadId(key, out _);
        }, iter: 20_000);

    [Fact]
    public void Neighbours_that_change_places_are_refused() => Gen.Int[4, KeyFormat.Length - 2].Sample(position =>
    {
        var key = KeyFormat.Create().ToCharArray();
        if (key[position] == key[position + 1]) return true;
        (key[position], key[position + 1]) = (key[position + 1], key[position]);
        return !KeyFormat.TryReadId(key, out _);
    }, iter: 5_000);

    [Fact]
    public void Any_cut_key_is_refused() =>
        Gen.Int[0, KeyFormat.Length - 1].Sample(length => !KeyFormat.TryReadId(KeyFormat.Create().AsSpan(0, length), out _));

    [Fact]
    public void No_text_makes_the_reader_throw() =>
        Gen.String.Sample(text => !KeyFormat.TryReadId(text, out _), iter: 20_000);

    [Fact]
    public void No_text_of_nearly_the_right_shape_makes_the_reader_throw() =>
        Gen.Char.Array[58].Sample(rest => !KeyFormat.TryReadId("ply_" + new string(rest), out _), iter: 20_000);

    [Theory]
    [InlineData("90d", 90 * 24 * 60)]
    [InlineData("12h", 12 * 60)]
    [InlineData("30m", 30)]
    public void A_lifetime_is_read(string text, int minutes) => Assert.Equal(TimeSpan.FromMinutes(minutes), Lifetime.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("d")]
    [InlineData("0d")]
    [InlineData("-1d")]
    [InlineData("1.5d")]
    [InlineData("90")]
    [InlineData("90 d")]
    [InlineData("tomorrow")]
    [InlineData("99999999999d")]
    public void What_is_no_lifetime_is_refused(string text) => Assert.Throws<Parley.Shared.UserError>(() => Lifetime.Parse(text));
}
