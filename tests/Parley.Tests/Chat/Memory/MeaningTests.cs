using Parley.Chat.Memory;

namespace Parley.Tests.Chat.Memory;

public sealed class MeaningTests
{
    [Theory, InlineData(8), InlineData(768), InlineData(3072)]
    public void A_byte_a_dimension_is_nearly_as_good_as_a_number(int dimensions)
    {
        var random = new Random(dimensions);
        for (var i = 0; i < 50; i++)
        {
            var (one, other) = (Vector(random, dimensions), Vector(random, dimensions));
            Assert.Equal(Cosine(one, other), Meaning.Likeness(Meaning.Of(one), Meaning.Of(other))!.Value, 0.01);
            Assert.Equal(1, Meaning.Likeness(Meaning.Of(one), Meaning.Of([.. one.Select(n => n * 1000)]))!.Value, 0.001);
        }
    }

    [Fact]
    public void What_cannot_be_compared_has_no_likeness()
    {
        Assert.Null(Meaning.Likeness(Meaning.Of([1, 2]), Meaning.Of([1, 2, 3])));
        Assert.Null(Meaning.Likeness(Meaning.Of([0, 0]), Meaning.Of([1, 2])));
        Assert.Null(Meaning.Likeness(Meaning.Of([float.NaN, 1]), Meaning.Of([1, 2])));
        Assert.Null(Meaning.Likeness(Meaning.Of([float.PositiveInfinity, 1]), Meaning.Of([1, 2])));
        Assert.Equal(-1, Meaning.Likeness(Meaning.Of([1, -1]), Meaning.Of([-1, 1]))!.Value, 0.001);
    }

    [Fact]
    public void Likeness_counts_from_the_farthest_to_the_nearest_and_words_where_nothing_is_known()
    {
        Assert.Equal([3, 0, 1.5, 0.7], MemoryRanks.ByMeaning([1, 0.5, 0.75, null], [0, 2, 0, 0.7]));
        Assert.Equal([3, 3], MemoryRanks.ByMeaning([0.5, 0.5], [0, 0]));
        Assert.Equal([0.2, 0.1], MemoryRanks.ByMeaning([null, null], [0.2, 0.1]));
    }

    private static float[] Vector(Random random, int dimensions) => [.. Enumerable.Range(0, dimensions).Select(_ => (float)(random.NextDouble() + random.NextDouble() - 1))];

    private static double Cosine(float[] one, float[] other) => one.Zip(other, (a, b) => (double)a * b).Sum() / Math.Sqrt(one.Sum(a => (double)a * a) * other.Sum(b => (double)b * b));
}
