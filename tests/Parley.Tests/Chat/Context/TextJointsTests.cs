using System.Text;
using Parley.Chat.Context;
using Parley.Gateway.Messages;

namespace Parley.Tests.Chat.Context;

public sealed class TextJointsTests
{
    /// <summary>Wherever a vendor cuts, between the bytes of an escape never, the text is the same.</summary>
    [Fact]
    public void Halves_of_a_character_find_each_other()
    {
        string[] escapes = ["\\ud83d", "\\ude00", "a", "\\\\", "ud83d", "\\n", "\\uD83D", "\\uDE00", "ü"];
        var whole = JsonText.FromEscaped(Encoding.UTF8.GetBytes(string.Concat(escapes))).ToString();
        for (var cuts = 0; cuts < 1 << (escapes.Length - 1); cuts++)
        {
            var joints = new TextJoints();
            StringBuilder text = new(), piece = new();
            for (var i = 0; i < escapes.Length; i++)
            {
                piece.Append(escapes[i]);
                if (i < escapes.Length - 1 && (cuts >> i & 1) == 0) continue;
                text.Append(joints.Join(0, JsonText.FromEscaped(Encoding.UTF8.GetBytes(piece.ToString()))));
                piece.Clear();
            }

            Assert.Equal(whole, text + joints.End(0));
        }
    }

    [Fact]
    public void A_half_that_nobody_completes_is_told_as_what_it_is()
    {
        var joints = new TextJoints();
        Assert.Equal("a", joints.Join(3, JsonText.FromEscaped("a\\ud83d"u8.ToArray())));
        Assert.Equal("\uFFFD", joints.End(3));
        Assert.Equal("", joints.End(3));
    }
}
