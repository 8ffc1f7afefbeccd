using Microsoft.Extensions.Configuration;
using Parley.Shared;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Shared;

public sealed class ConfigurationTroubleTests
{
    [Theory]
    [InlineData("{\n \"Parley\": { \"MasterKey\": \"hush-hush\",,\n}", "it is not valid JSON (line 2, byte 39).")]
    [InlineData("", "it is not valid JSON (line 1, byte 1).")]
    [InlineData("{ \"MasterKey\": hush-hush }", "it is not valid JSON (line 1, byte 16).")]
    [InlineData("[]", "must be an object")]
    [InlineData("{ \"Parley\": { \"Demo\": \"hush-hush\", \"demo\": true } }", "duplicate key 'Parley:demo'")]
    public void A_file_that_cannot_be_read_is_named_with_the_place_and_without_what_it_holds(string json, string told)
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(folder.Path, "it's")).FullName, "appsettings.json");
        File.WriteAllText(file, json);
        var problem = Assert.ThrowsAny<Exception>(() => new ConfigurationBuilder().AddJsonFile(file).Build());
        var said = ConfigurationTrouble.Describe(problem);
        Assert.StartsWith($"The configuration file {file} cannot be used: ", said, StringComparison.Ordinal);
        Assert.Contains(told, said, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("many"), InlineData("it's ' at 'X' to type 'Y'")]
    public void A_value_of_a_wrong_type_is_told_by_its_key(string value)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("A:B", (string?)value)]).Build();
        var problem = Assert.ThrowsAny<InvalidOperationException>(() => configuration.GetValue<int>("A:B"));
        Assert.Equal("A:B", ConfigurationTrouble.KeyIn(problem));
        Assert.Equal("A:B has a value of a wrong type. Nothing was started; correct it.", ConfigurationTrouble.Describe(problem));
    }

    [Fact]
    public void Other_failures_are_none_of_the_configuration()
    {
        foreach (var other in new Exception[] { new InvalidDataException("Found invalid data while decoding."), new InvalidOperationException("at 'x' to type 'y'"), new DirectoryNotFoundException("Could not find a part of the path '/x'.") })
            Assert.Null(ConfigurationTrouble.Describe(other));
    }

    [Theory]
    [InlineData(null, "b"), InlineData("a", "a", "b"), InlineData("a", "a", null, "b"), InlineData(null, "b", "b"), InlineData(null, "", "b"), InlineData(null, null)]
    public void Of_two_sources_that_differ_the_one_that_does_not_hold_is_found(string? unused, params string?[] values)
    {
        var builder = new ConfigurationBuilder();
        foreach (var value in values ?? [null]) builder.AddInMemoryCollection(value is null ? [] : [KeyValuePair.Create("K", (string?)value)]);
        Assert.Equal(unused, OverriddenSetting.Find(builder.Build(), "K", text => text));
    }
}
