using System.Text;
using System.Text.Json;
using Parley.Api.Requests;
using Parley.Shared;

namespace Parley.Tests.Api;

/// <summary>All that is wrong with a body, told at once.</summary>
public sealed class BodyFormTests
{
    [Fact]
    public void Unknown_missing_repeated_members_and_wrong_types_are_told_together_with_their_paths()
    {
        var errors = Check<Order>("""
            {"note":5,"note":"x","colour":"mauve","items":[{"name":"a","weight":"heavy"},{"weight":1,"wieght":2},7,null],
             "limits":{"requests":null,"burst":1.5},"tags":{"a":"b","c":3},"Count":1,"at":"yesterday","done":"yes"}
            """);
        Assert.Equal(new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["Count"] = "is not a member that this operation takes; it takes count",
            ["at"] = Wrong("a time like 2026-01-31T12:00:00Z"),
            ["colour"] = Wrong("green or darkRed"),
            ["done"] = Wrong("true or false"),
            ["id"] = "is missing",
            ["items[0].weight"] = Wrong("a number"),
            ["items[1].name"] = "is missing",
            ["items[1].wieght"] = "is not a member that this operation takes",
            ["items[2]"] = Wrong("an object"),
            ["limits.burst"] = Wrong("a whole number"),
            ["limits.requests"] = Wrong("a whole number, not null"),
            ["note"] = Wrong("text") + " | is given twice",
            ["tags.c"] = Wrong("text"),
        }, errors);
    }

    [Theory]
    [InlineData("[]", "an object"), InlineData("5", "an object"), InlineData("\"x\"", "an object")]
    public void A_body_of_another_kind_is_said_to_be_one(string body, string wanted) =>
        Assert.Equal(Wrong(wanted), Check<Order>(body)["body"]);

    [Theory]
    [InlineData("""{"id":"n","items":5}""", "items", "a list"), InlineData("""{"id":"n","items":{}}""", "items", "a list")]
    [InlineData("""{"id":"n","tags":[]}""", "tags", "an object"), InlineData("""{"id":"n","limits":"x"}""", "limits", "an object")]
    [InlineData("""{"id":null}""", "id", "text, not null"), InlineData("""{"id":"n","count":99999999999}""", "count", "a whole number")]
    public void A_wrong_type_says_the_right_one(string body, string field, string wanted)
    {
        var error = Assert.Single(Check<Order>(body));
        Assert.Equal((field, Wrong(wanted)), (error.Key, error.Value));
    }

    [Theory]
    [InlineData("""{"id":"n",}""", "line 1"), InlineData("{\"id\":\"n\"\n\n", "line 3"), InlineData("""{"id":"n"} x""", "line 1"), InlineData("{'id':1}", "line 1")]
    [InlineData("nope", "line 1")]
    public void What_is_no_JSON_says_where(string body, string where) => Assert.Contains(where, Check<Order>(body)["body"], StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"id":"\ud800"}"""), InlineData("""{"\ud800":1,"id":"n"}"""), InlineData("""{"id":"n","\udc00":{}}""")]
    public void Text_that_is_no_Unicode_is_refused_and_breaks_nothing(string body) => Assert.NotEmpty(Check<Order>(body));

    [Fact]
    public void Bytes_that_are_no_UTF8_are_refused_and_break_nothing()
    {
        foreach (var body in new byte[][] { [.. "{\"id\":\""u8, 0xFF, 0xFE, .. "\"}"u8], [.. "{\""u8, 0xFF, .. "\":1}"u8], [0xFF, 0xFE], [.. "{\"id\":\"n\",\"\xC3"u8, .. "\":\""u8, 0xC0, .. "\"}"u8] })
        {
            var mistakes = new Mistakes();
            new BodyForm(typeof(Order), isOptional: false, isPatch: false).Check(body, mistakes);
            Assert.True(mistakes.Any);
        }
    }

    [Fact]
    public void A_byte_order_mark_is_no_mistake() => Assert.Empty(Check<Order>("\uFEFF{\"id\":\"n\"}"));

    [Fact]
    public void Deep_bodies_are_refused()
    {
        var body = $$"""{"id":"n","note":{{new string('[', 5000)}}{{new string(']', 5000)}}}""";
        Assert.NotEmpty(Check<Order>(body));
    }

    [Fact]
    public void Of_a_million_mistakes_a_hundred_are_told()
    {
        var body = "{" + string.Join(',', Enumerable.Range(0, 100_000).Select(i => $"\"m{i}\":{i}")) + "}";
        Assert.Equal(Mistakes.Most, Check<Order>(body).Count);
        Assert.All(Check<Order>($$"""{"id":"n","{{new string('x', 100_000)}}":1}""").Keys, name => Assert.InRange(name.Length, 1, 210));
    }

    [Theory]
    [InlineData(""), InlineData(" \r\n\t"), InlineData("null")]
    public void A_missing_body_is_one_unless_it_is_optional(string body)
    {
        Assert.Equal(Problems.NoBody, Check<Order>(body)["body"]);
        var mistakes = new Mistakes();
        new BodyForm(typeof(Order), isOptional: true, isPatch: false).Check(Encoding.UTF8.GetBytes(body), mistakes);
        Assert.False(mistakes.Any);
    }

    [Fact]
    public void Rules_are_told_beside_unknown_members_but_not_where_types_are_wrong()
    {
        Assert.Equal(["from", "until", "untill"], Check<Span>("""{"from":0,"untill":5}""").Keys);
        Assert.Equal(["from"], Check<Span>("""{"from":0,"until":9}""").Keys);
        Assert.Equal(["from", "untill"], Check<Span>("""{"from":"0","untill":5}""").Keys);
        Assert.Empty(Check<Span>("""{"from":1,"until":9}"""));
        // A patch is not the whole: its rules hold for what it makes.
        Assert.Equal(["bogus"], Check<Span>("""{"from":0,"bogus":1}""", isPatch: true).Keys);
    }

    [Fact]
    public void Whatever_is_read_is_no_mistake_and_whatever_is_not_read_is_one()
    {
        string[] values = ["null", "1", "-1", "1.5", "\"\"", "\"1\"", "\"green\"", "true", "[]", "[null]", "[{}]", "[{\"name\":\"n\"}]", "{}", "{\"a\":\"b\"}", "{\"requests\":1}", "\"2026-01-31T12:00:00Z\"", "1e400"];
        foreach (var name in new[] { "id", "note", "count", "colour", "items", "limits", "tags", "at", "done", "other" })
            foreach (var value in values)
            {
                var body = name == "id" ? $$"""{"id":{{value}}}""" : $$"""{"id":"n","{{name}}":{{value}}}""";
                var isRead = true;
                try
                {
                    JsonSerializer.Deserialize<Order>(body, StrictJson.Options);
                }
                catch (JsonException)
                {
                    isRead = false;
                }

                Assert.Equal((body, isRead), (body, Check<Order>(body).Count == 0));
            }
    }

    private static string Wrong(string wanted) => $"has a value of a wrong type: it must be {wanted}";

    private static SortedDictionary<string, string> Check<T>(string body, bool isPatch = false)
    {
        var mistakes = new Mistakes();
        new BodyForm(typeof(T), isOptional: false, isPatch).Check(Encoding.UTF8.GetBytes(body), mistakes);
        return new(mistakes.ToDictionary().ToDictionary(m => m.Key, m => string.Join(" | ", m.Value)), StringComparer.Ordinal);
    }

    internal sealed record Order(
        string Id, string? Note = null, int Count = 0, Colour? Colour = null, IReadOnlyList<Item>? Items = null, Limits? Limits = null,
        IReadOnlyDictionary<string, string>? Tags = null, DateTimeOffset? At = null, bool Done = false);

    internal sealed record Item(string Name, decimal? Weight = null);

    internal sealed class Limits
    {
        public int Requests { get; set; }

        public long? Burst { get; set; }
    }

    internal enum Colour
    {
        Green,
        DarkRed,
    }

    internal sealed record Span(int From = 0, int? Until = null) : IChecked
    {
        public IReadOnlyDictionary<string, string[]> Mistakes()
        {
            var mistakes = new Dictionary<string, string[]>();
            if (From < 1) mistakes["from"] = ["must be at least 1"];
            if (Until is null) mistakes["until"] = ["is missing"];
            return mistakes;
        }
    }
}
