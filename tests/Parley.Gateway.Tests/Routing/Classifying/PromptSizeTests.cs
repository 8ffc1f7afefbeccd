using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CsCheck;
using Parley.Gateway.Routing.Classifying;

namespace Parley.Gateway.Tests.Routing.Classifying;

public sealed class PromptSizeTests
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }, Escaped = new() { Encoder = JavaScriptEncoder.Default };

    /// <summary>Each text ten times over, with its number of tokens as o200k_base counts them.</summary>
    [Theory]
    [InlineData("The quick brown fox jumps over the lazy dog, and then it goes home to rest. What a day it was for everyone who watched from the window!", 310)]
    [InlineData("Die Donaudampfschifffahrtsgesellschaft hat gestern mitgeteilt, dass die Fahrpläne für den kommenden Sommer überarbeitet werden.", 271)]
    [InlineData("Вчера компания сообщила, что расписание на следующее лето будет пересмотрено, и пассажиры должны следить за новостями.", 291)]
    [InlineData("昨天公司宣布，明年夏天的时刻表将会修订，请乘客们注意最新的消息。今天天气很好，我们一起去公园散步吧。", 380)]
    [InlineData("昨日、会社は来年の夏の時刻表を改訂すると発表しました。乗客の皆様は最新の情報にご注意ください。", 340)]
    [InlineData("어제 회사는 내년 여름 시간표를 개정할 것이라고 발표했습니다. 승객 여러분은 최신 소식에 유의하시기 바랍니다.", 330)]
    [InlineData("เมื่อวานนี้บริษัทได้ประกาศว่าตารางเวลาสำหรับฤดูร้อนหน้าจะได้รับการแก้ไข", 260)]
    [InlineData("कल कंपनी ने घोषणा की कि अगली गर्मियों की समय सारणी में संशोधन किया जाएगा।", 200)]
    [InlineData("أعلنت الشركة أمس أن جداول الصيف المقبل ستخضع للمراجعة، وعلى الركاب متابعة آخر الأخبار.", 230)]
    [InlineData("public static int Sum(IEnumerable<int> values)\n{\n    var total = 0;\n    foreach (var value in values)\n    {\n        total += value;\n    }\n\n    return total;\n}\n", 390)]
    [InlineData("3.14159 2.71828 1.41421 1000000 42 7 8 9 10 11 12 2024-05-06 19:20:21", 441)]
    [InlineData("a b c d e f g h i j k l m n o p q r s t u v w x y z", 251)]
    [InlineData("{\"name\":\"Ada\",\"tags\":[\"x\",\"y\"],\"nested\":{\"a\":1,\"b\":null}}", 220)]
    public void Estimates_are_near_and_bounds_are_low_in_every_script(string text, long tokens)
    {
        foreach (var options in new[] { Plain, Escaped })
        {
            var size = PromptSize.Measure(JsonSerializer.SerializeToUtf8Bytes(string.Concat(Enumerable.Repeat(text, 10)), options));
            Assert.InRange(size.Tokens, tokens * 2 / 3, tokens * 4 / 3);
            Assert.InRange(size.AtLeast, tokens / 10, tokens);
        }
    }

    /// <summary>What tokenizers have single tokens for: 1,200, 630 and 160 of them.</summary>
    [Theory, InlineData("indented", 1200), InlineData("dashes", 630), InlineData("emoji", 160)]
    public void Bounds_are_low_for_odd_texts_too(string kind, long tokens)
    {
        var text = kind switch
        {
            "indented" => string.Concat(Enumerable.Repeat("                                        x\n", 400)),
            "dashes" => string.Concat(Enumerable.Repeat(new string('-', 2000) + " " + new string('=', 2000), 10)),
            _ => string.Concat(Enumerable.Repeat("😀😃😄😁🎉🚀🌍❤️👍🏽", 10)),
        };
        foreach (var options in new[] { Plain, Escaped }) Assert.InRange(PromptSize.Measure(JsonSerializer.SerializeToUtf8Bytes(text, options)).AtLeast, 0, tokens);
    }

    [Fact]
    public void A_file_in_base64_counts_as_a_file()
    {
        var data = Convert.ToBase64String(Enumerable.Range(0, 300_000).Select(i => (byte)(i * 7919 >> 3)).ToArray());
        foreach (var value in new[] { data, "data:image/png;base64," + data })
            Assert.Equal(new PromptSize(765, 0), PromptSize.Measure(JsonSerializer.SerializeToUtf8Bytes(value, Plain)));
    }

    [Fact]
    public void No_bytes_break_it_and_the_bound_is_never_over_the_estimate() =>
        Gen.Byte.Array[0, 200].Sample(bytes => PromptSize.Measure(bytes) is var size && size.AtLeast >= 0 && size.AtLeast <= size.Tokens);

    /// <summary>What is not looked at closely is never over.</summary>
    [Fact]
    public void Half_of_the_bytes_is_more_than_any_estimate_that_refuses() =>
        Gen.String[0, 500].Sample(text => JsonSerializer.SerializeToUtf8Bytes(text, Plain) is var json && PromptSize.Measure(json).AtLeast <= PromptSize.AtMost(json.Length));

    [Fact]
    public void A_long_body_is_measured_in_no_time()
    {
        var body = Encoding.UTF8.GetBytes($"\"{string.Concat(Enumerable.Repeat("The quick brown fox. ", 50_000))}\"");
        PromptSize.Measure(body);
        var started = TimeProvider.System.GetTimestamp();
        PromptSize.Measure(body);
        var each = TimeProvider.System.GetElapsedTime(started).TotalNanoseconds / body.Length;
        TestContext.Current.TestOutputHelper?.WriteLine($"{each:0.00} ns a byte");
        Assert.InRange(each, 0, 100); // under 3 alone; the machine may be busy
    }
}
