using System.Buffers;
using System.Text;
using Parley.Gateway.Dialects.Gemini;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Dialects.Gemini;

/// <summary>Efforts and budgets, as the vendor's documentation of each model takes them.</summary>
public sealed class ThinkingTests
{
    [Theory]
    [InlineData("gemini-2.5-pro", "high", "24576")]
    [InlineData("gemini-2.5-pro", "xhigh", "32768")]
    [InlineData("gemini-2.5-flash", "xhigh", "24576")]
    [InlineData("gemini-2.5-flash", "medium", "8192")]
    [InlineData("gemini-2.5-flash-lite", "minimal", "1024")]
    [InlineData("models/gemini-2.5-flash-preview-09-2025", "low", "1024")]
    [InlineData("gemini-3-pro-preview", "minimal", "low")]
    [InlineData("gemini-3-pro-preview", "medium", "high")]
    [InlineData("gemini-3.1-pro-preview", "medium", "medium")]
    [InlineData("gemini-3-flash-preview", "minimal", "minimal")]
    [InlineData("gemini-3.7-flash", "minimal", "low")]
    [InlineData("gemini-3.1-flash-lite", "minimal", "minimal")]
    [InlineData("gemini-flash-latest", "minimal", "low")]
    [InlineData("gemini-flash-latest", "max", "high")]
    [InlineData("gemini-3.1-flash-image", "low", "high")]
    public void An_effort_becomes_what_the_model_takes(string model, string effort, string expected)
    {
        var value = char.IsDigit(expected[0]) ? $"\"thinkingBudget\":{expected}" : $"\"thinkingLevel\":\"{expected}\"";
        Assert.Equal($"{{{value},\"includeThoughts\":true}}", Written(model, new Reasoning(true, effort, null)));
    }

    [Theory]
    [InlineData("gemini-2.5-pro", "{\"thinkingBudget\":128}")]
    [InlineData("gemini-2.5-flash", "{\"thinkingBudget\":0}")]
    [InlineData("gemini-3.1-pro-preview", "{\"thinkingLevel\":\"low\"}")]
    [InlineData("gemini-3.5-flash", "{\"thinkingLevel\":\"minimal\"}")]
    [InlineData("gemini-3-pro-image", null)]
    [InlineData("gemma-3-27b-it", null)]
    public void Thinking_is_turned_off_as_far_as_the_model_can(string model, string? expected)
    {
        Assert.Equal(expected, Written(model, new Reasoning(false, null, null)));
        Assert.Equal(expected, Written(model, new Reasoning(false, "none", null)));
    }

    [Theory]
    [InlineData(2_000L, null, 1_000L, 999)]
    [InlineData(2_000L, null, 9_000L, 2_000)]
    [InlineData(null, "high", 10_000L, 8_000)]
    [InlineData(null, "high", 100L, 80)]
    [InlineData(0L, null, 9_000L, 1)]
    public void A_budget_stays_below_the_limit(long? budget, string? effort, long limit, long expected)
    {
        var prompt = new Prompt { Reasoning = new Reasoning(true, effort, budget), MaxOutputTokens = limit };
        Assert.Equal(expected, Thinking.Decide(prompt, ModelTraits.Of("gemini-2.5-flash")).Budget);
    }

    [Theory]
    [InlineData("gemini-3.5-flash", "{\"includeThoughts\":true}")]
    [InlineData("gemini-2.5-flash", "{\"thinkingBudget\":-1,\"includeThoughts\":true}")]
    public void Without_a_measure_the_model_decides(string model, string expected) => Assert.Equal(expected, Written(model, new Reasoning(true, null, null)));

    [Theory]
    [InlineData("gemini-2.0-flash")]
    [InlineData("gemini-2.5-flash-image")]
    [InlineData("gemini-pro")]
    [InlineData("gemma-3-27b-it")]
    public void A_model_that_does_not_think_is_not_asked_to(string model) =>
        Assert.True(Thinking.Decide(new Prompt { Reasoning = new Reasoning(true, "low", null) }, ModelTraits.Of(model)) is { IsDropped: true, IsSaid: false });

    private static string? Written(string model, Reasoning wish)
    {
        var thinking = Thinking.Decide(new Prompt { Reasoning = wish }, ModelTraits.Of(model));
        if (!thinking.IsSaid) return null;
        var output = new ArrayBufferWriter<byte>();
        thinking.Write(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
