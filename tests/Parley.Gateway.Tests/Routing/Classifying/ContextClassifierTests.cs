using CsCheck;
using Parley.Gateway.Messages;
using Parley.Gateway.Routing;
using Parley.Gateway.Routing.Classifying;

namespace Parley.Gateway.Tests.Routing.Classifying;

public sealed class ContextClassifierTests
{
    [Theory]
    [InlineData("Hi!"), InlineData("hello there"), InlineData("Good morning, how are you?"), InlineData("Hallo"), InlineData("Guten Tag"), InlineData("¡Hola!"), InlineData("Bonjour"), InlineData("Привет"), InlineData("你好"), InlineData("こんにちは"), InlineData("안녕하세요"), InlineData("مرحبا"), InlineData("Thanks a lot"), InlineData("Saluton")]
    public void Greetings(string text) => Is(RequestContext.Greeting, text);

    [Theory]
    [InlineData("What is the capital of Australia?"), InlineData("His brother lives in Hamburg, doesn't he?"), InlineData("Was koche ich heute Abend für vier Personen?"), InlineData("Quel temps fera-t-il demain à Lyon ?")]
    [InlineData("今天晚上吃什么比较好？"), InlineData("Какая столица Австралии?"), InlineData("I am sad today."), InlineData("Berlin?"), InlineData(""), InlineData("2"), InlineData("Hi, can you recommend a good restaurant near the station for tonight?")]
    public void Conversation(string text) => Is(RequestContext.Conversation, text);

    [Theory]
    [InlineData("```js\nlet a = 1\n```"), InlineData("Why does `for (var i = 0; i < n; i++) { sum += a[i]; }` overflow?"), InlineData("Write a Python function that reverses a list"), InlineData("What does this SQL do?"), InlineData("Prove that the square root of 2 is irrational.")]
    [InlineData("Schreibe mir eine Funktion, die Primzahlen findet"), InlineData("Напиши функцию для сортировки"), InlineData("帮我写一个排序算法的代码"), InlineData("この関数のエラーを直して"), InlineData("SELECT * FROM users WHERE id == 3 && name != 'x'"), InlineData("System.NullReferenceException: Object reference not set\n    at Shop.Cart.Add() in Cart.cs:line 12")]
    [InlineData("C# or C++?"), InlineData("git")]
    public void Technical(string text) => Is(RequestContext.Technical, text);

    [Theory]
    [InlineData("Write a poem about the sea"), InlineData("Tell me a short story about a dragon"), InlineData("Erzähl mir ein Märchen"), InlineData("Schreib ein Gedicht über den Herbst"), InlineData("写一首关于月亮的诗"), InlineData("Расскажи сказку"), InlineData("Escribe un cuento para niños"), InlineData("A slogan for my bakery, please"), InlineData("Hi, write me a haiku")]
    public void Creative(string text) => Is(RequestContext.Creative, text);

    [Fact]
    public void In_any_language_the_shape_of_a_demanding_text_shows()
    {
        const string Icelandic = "Gerðu grein fyrir eftirfarandi atriðum og rökstyddu svarið vel með dæmum úr raunveruleikanum:\n";
        var list = Icelandic + string.Concat(Enumerable.Range(1, 5).Select(i => $"{i}. Hvernig hefur þetta áhrif á samfélagið í heild sinni, og hvaða leiðir eru færar til úrbóta?\n"));
        Assert.Equal(new ClassifiedRequest(RequestContext.Technical, "structure"), Classify(list));
    }

    [Fact]
    public void Size_tools_and_reasoning_show_too()
    {
        Assert.Equal(new ClassifiedRequest(RequestContext.Long, "size"), Classify("Hi", tokens: 16_000));
        Assert.Equal(new ClassifiedRequest(RequestContext.Technical, "tools"), Classify("What is the weather in Rome like?", needs: ModelCapabilities.Tools));
        Assert.Equal(new ClassifiedRequest(RequestContext.Technical, "reasoning"), Classify("What should I do next?", needs: ModelCapabilities.Reasoning));
        Assert.Equal(RequestContext.Greeting, Classify("Hi", needs: ModelCapabilities.Tools).Context);
        Assert.Equal(RequestContext.Conversation, ContextClassifier.Classify(LastWords.Of("Go on", isFirst: false), 10, default).Context);
    }

    [Fact]
    public void The_last_words_of_the_person_count_not_what_tools_and_models_said()
    {
        var prompt = new Prompt
        {
            Turns =
            [
                new Turn(TurnRole.User, [new TextPart("Write a poem")]),
                new Turn(TurnRole.User, [new TextPart("page one"), new TextPart("Fix this code")]),
                new Turn(TurnRole.Assistant, [new TextPart("```code```")]),
                new Turn(TurnRole.User, [new ToolResultPart("1", [new TextPart("a story")], false)]),
            ],
        };
        Assert.Equal(new LastWords("Fix this code", 13, false), LastWords.Of(prompt));
        Assert.Equal(new LastWords("", 0, true), LastWords.Of(new Prompt()));
        var cut = LastWords.Of(new string('x', 100_000) + "```", isFirst: true);
        Assert.Equal((4001, 100_003), (cut.Text.Length, cut.Length));
        Assert.EndsWith("```", cut.Text, StringComparison.Ordinal);
    }

    /// <summary>Bounded in time, whatever is said: what matches everywhere, and what nearly does.</summary>
    [Theory]
    [InlineData("hi "), InlineData("his "), InlineData("<"), InlineData("a.\n"), InlineData("诗"), InlineData("cod "), InlineData("=>"), InlineData("\ud800")]
    public void No_text_takes_long(string part)
    {
        var text = string.Concat(Enumerable.Repeat(part, 1_000_000));
        Classify(text);
        var quickest = Enumerable.Range(0, 5).Min(_ =>
        {
            var started = TimeProvider.System.GetTimestamp();
            Classify(text);
            return TimeProvider.System.GetElapsedTime(started);
        });
        Assert.InRange(quickest.TotalMilliseconds, 0, 100);
    }

    [Fact]
    public void Every_text_is_of_some_kind() => Gen.String[0, 300].Sample(text => Enum.IsDefined(Classify(text).Context));

    private static void Is(RequestContext expected, string text) => Assert.Equal(expected, Classify(text).Context);

    private static ClassifiedRequest Classify(string text, long tokens = 20, ModelCapabilities needs = default) =>
        ContextClassifier.Classify(LastWords.Of(text, isFirst: true), tokens, needs);
}
