using System.Text;
using Parley.Billing.Metering;
using Parley.Billing.Metering.Journal;
using Parley.Gateway.Messages;

namespace Parley.Tests.Billing;

/// <summary>A journal may have been written by the release before, and be read by it again after a step back.</summary>
public sealed class JournalCodecTests
{
    [Fact]
    public void A_record_of_a_release_without_pictures_and_sound_is_read()
    {
        var old = """{"v":1,"r":[{"id":"a","at":638000000000000000,"f":"chat","op":"chat","ask":"m","out":"completed","tok":[1,2,3,4,5,6,7,8],"n":1,"st":200,"tt":5}]}"""u8;
        var row = Assert.Single(JournalCodec.Read(old, "n"));
        Assert.Equal(new long?[] { 1, 2, 3, 4, 5, 6, 7, 8 }, [row.Input, row.CacheRead, row.CacheWrite5m, row.CacheWrite1h, row.Output, row.Reasoning, row.InputAudio, row.OutputAudio]);
        Assert.Equal(new long?[] { 0, 0, 0, 0, 0 }, [row.InputImage, row.OutputImage, row.Images, row.AudioMilliseconds, row.Characters]);
    }

    [Fact]
    public void A_record_of_text_is_written_as_that_release_wrote_it()
    {
        Assert.Contains("\"tok\":[1,0,0,0,5,0,0,0]", Written(new Usage(Input: 1, Output: 5)), StringComparison.Ordinal);
        Assert.Contains("\"tok\":[0,0,0,0,0,0,0,0,0,0,2,0,0]", Written(new Usage(Images: 2)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_no_tokens_has_no_units()
    {
        var row = Assert.Single(JournalCodec.Read(Encoding.UTF8.GetBytes(Written(null)), "n"));
        Assert.Equal(new long?[] { null, null, null }, [row.Input, row.Images, row.Characters]);
    }

    private static string Written(Usage? usage)
    {
        using var codec = new JournalCodec();
        var entry = new LedgerEntry(null!, LedgerRig.Intent(), 0);
        return Encoding.UTF8.GetString(codec.Write([new LedgerItem(entry, LedgerRig.Settlement() with { Usage = usage })]));
    }
}
