using System.Text;
using CsCheck;
using Parley.Billing.Metering;
using Parley.Billing.Metering.Journal;
using Parley.Gateway.Messages;
using Parley.Gateway.Ports;

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

    [Fact]
    public void Any_text_is_read_as_it_was_written_and_holds_no_control_characters()
    {
        var codec = new JournalCodec();
        var text = Gen.OneOf(Gen.String, Gen.Char['\0', '\u0080'].Array[0, 300].Select(c => new string(c)), Gen.Char['\uD7F0', '\uE010'].Array.Select(c => new string(c)));
        Gen.Select(text, text, text, Gen.Long, Gen.Bool).Sample((asked, tags, error, output, estimated) =>
        {
            var intent = LedgerRig.Intent() with { ModelAsked = asked, Tags = tags, Stream = estimated };
            var settled = LedgerRig.Settlement(CallOutcome.Failed, output) with { Error = error, Estimated = estimated, RawUsage = Encoding.UTF8.GetBytes(error) };
            var batch = codec.Write([new LedgerItem(new LedgerEntry(null!, intent, 0), settled), new LedgerItem(new LedgerEntry(null!, intent, 0), null)]);
            Assert.False(batch.ContainsAnyInRange((byte)0, (byte)31));
            var rows = JournalCodec.Read(batch, "n");
            Assert.Equal([(Kept(asked, 256), Kept(tags, 2048)), (Kept(asked, 256), Kept(tags, 2048))], rows.Select(row => (row.ModelAsked, row.Tags!)));
            Assert.Equal((Kept(error, 256), output, estimated ? "estimated" : "reported"), (rows[0].Error!, rows[0].Output!.Value, rows[0].Source!));
            Assert.Equal(error.Length == 0 || error.Contains('\0') ? null : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(error)), rows[0].RawUsage);
            Assert.Null(rows[1].Outcome);
        }, iter: 2000, threads: 1); // one writer, used again and again
    }

    private static string Kept(string text, int most) =>
        Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text[..Math.Min(text.Length, most)])).Replace('\0', '\uFFFD');

    private static string Written(Usage? usage)
    {
        var codec = new JournalCodec();
        var entry = new LedgerEntry(null!, LedgerRig.Intent(), 0);
        return Encoding.UTF8.GetString(codec.Write([new LedgerItem(entry, LedgerRig.Settlement() with { Usage = usage })]));
    }
}
