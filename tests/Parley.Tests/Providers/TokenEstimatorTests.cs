using System.Diagnostics;
using CsCheck;
using Microsoft.ML.Tokenizers;
using Parley.Providers.Estimation;

namespace Parley.Tests.Providers;

public sealed class TokenEstimatorTests
{
    private const string English = "The gateway reads the body once, finds the model that was asked for, and forwards the original bytes. It doesn't wait; nobody should. In 2026, 1,234 requests went through. ";
    private const string Code = "public static int Fold(IEnumerable<int> values)\n{\n    var sum = 0;\n    foreach (var value in values) sum += value * 2; // twice\n    return sum;\n}\n\n";
    private const string Chinese = "网关读取请求正文一次，找到所请求的模型，然后转发原始字节。它不会等待，任何人都不应该等待。今天天气很好，我们去公园散步吧。";

    private static readonly TokenEstimator Estimator = new();
    private static readonly TiktokenTokenizer Full = TiktokenTokenizer.CreateForEncoding("o200k_base");

    [Theory]
    [InlineData(English, 1)]
    [InlineData(English, 60)]
    [InlineData(English, 4000)]
    [InlineData(Code, 60)]
    [InlineData(Code, 4000)]
    [InlineData(Chinese, 60)]
    [InlineData(Chinese, 4000)]
    public void Ordinary_text_is_counted_within_a_few_percent(string sample, int times)
    {
        var text = string.Concat(Enumerable.Repeat(sample, times));
        Assert.InRange((double)Estimator.Count("any", text) / Full.CountTokens(text), 0.97, 1.03);
    }

    /// <summary>Short texts are counted as the library that has the same vocabulary counts them, whatever they are of.</summary>
    [Fact]
    public void Short_texts_are_counted_exactly()
    {
        string[] words = ["Hello", " world", "'s", "'LL", "über", "Straße", "naïve", "the", " THE", "McDonald", "123", "4567", " ", "  ", "\n", "\r\n", "\t", "//", "...", "=>", "{", "}", "诗", "天气", "नमस्ते", "مرحبا", "👩‍👩‍👧", "e\u0301", "ǅ", "ſ", "\u00A0", "一二三", "Ⅷ", "²", "_x1"];
        Gen.Int[0, words.Length - 1].Array[1, 12].Select(some => string.Concat(some.Select(i => words[i]))).Where(text => text.Length <= 100).Sample(text => Estimator.Count("any", text) == Full.CountTokens(text), iter: 20_000);
        Gen.Char[' ', '\uD7FF'].Array[0, 12].Select(chars => new string(chars)).Sample(text => Estimator.Count("any", text) == Full.CountTokens(text), iter: 20_000);
    }

    [Fact]
    public void Nothing_has_no_tokens() => Assert.Equal(0, Estimator.Count("any", ""));

    public static TheoryData<string, int> Adversaries => new()
    {
        { "a", 400_000 }, { "a", 65_536 }, { " ", 400_000 }, { " ", 65_536 }, { "\n", 400_000 }, { "\0", 400_000 }, { "\uD83D", 400_000 }, { "\uDE00\uD83D", 400_000 },
        { "👩‍👩‍👧‍👦", 40_000 }, { "=", 400_000 }, { "e\u0301\u0301\u0301", 100_000 }, { "1", 65_536 }, { "<|endoftext|>", 20_000 }, { "ab", 5_000_000 },
    };

    [Theory]
    [MemberData(nameof(Adversaries))]
    public void Any_text_is_counted_in_bounded_time(string unit, int times)
    {
        Estimator.Count("any", "loads the vocabulary");
        var text = string.Concat(Enumerable.Repeat(unit, times));
        var watch = Stopwatch.StartNew();
        var tokens = Estimator.Count("any", text);
        Assert.InRange(tokens, 1, text.Length * 4L);
        // The naive way takes over twenty seconds for the first of these; here it is some tens of milliseconds.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(3), $"{watch.Elapsed} for {tokens} tokens");
    }
}
