using Parley.Chat.Memory;

namespace Parley.Tests.Chat.Memory;

public sealed class RememberWishTests
{
    [Theory]
    [InlineData("Remember that I am vegetarian", "I am vegetarian")]
    [InlineData("please remember: my dog is called Rex.", "my dog is called Rex")]
    [InlineData("Hi there! Please remember that I live in Oslo. What is the weather like?", "I live in Oslo")]
    [InlineData("Don't forget that Dr. No is my doctor!", "Dr. No is my doctor")]
    [InlineData("Could you please remember that I prefer metric units", "I prefer metric units")]
    [InlineData("What a day.\nKeep in mind that I work nights", "I work nights")]
    [InlineData("Merk dir, dass ich Vegetarier bin.", "ich Vegetarier bin")]
    [InlineData("Bitte merke dir: mein Hund heißt Rex", "mein Hund heißt Rex")]
    [InlineData("Vergiss nicht, dass ich nachts arbeite. Und jetzt ein Rezept.", "ich nachts arbeite")]
    [InlineData("Souviens-toi que je suis végétarien", "je suis végétarien")]
    [InlineData("N’oublie pas qu’elle habite à Lyon.", "elle habite à Lyon")]
    [InlineData("S'il te plaît, retiens bien que je préfère le thé", "je préfère le thé")]
    [InlineData("Recuerda que soy vegetariano", "soy vegetariano")]
    [InlineData("Por favor, ten en cuenta que vivo en Lima. ¿Qué cocino hoy?", "vivo en Lima")]
    public void What_is_asked_to_be_remembered_is_found(string message, string wish) => Assert.Equal(wish, RememberWish.Of(message));

    [Theory]
    [InlineData("Do you remember that I am vegetarian?")]
    [InlineData("Remember that time in Rome?")]
    [InlineData("I remember that song")]
    [InlineData("Remember the milk")]
    [InlineData("He said: they remember that")]
    [InlineData("Remember that")]
    [InlineData("Erinnerst du dich, dass ich nachts arbeite?")]
    [InlineData("Te souviens-tu que je suis là ?")]
    [InlineData("¿Recuerdas que vivo en Lima?")]
    [InlineData("")]
    public void What_only_sounds_like_it_is_not(string message) => Assert.Null(RememberWish.Of(message));

    [Fact]
    public void Pages_that_were_pasted_are_not_searched_for_long()
    {
        Assert.Null(RememberWish.Of(new string('x', 5_000) + "\nRemember that I like tea"));
        Assert.Null(RememberWish.Of("Remember that " + new string('x', 3_000)));
        Assert.Null(RememberWish.Of(string.Concat(Enumerable.Repeat("remember ", 40_000))));
    }
}
