using Parley.Identity.Accounts;

namespace Parley.Tests.Identity;

public sealed class AccountRulesTests
{
    [Theory]
    [InlineData(" Ada\u202E Lovelace\u2066 ", "Ada Lovelace")]
    [InlineData("A\u200Bd\u0000a\uFEFF", "Ada")]
    [InlineData("می\u200Cخواهم", "می\u200Cخواهم")]
    [InlineData("👩\u200D🚀", "👩\u200D🚀")]
    [InlineData("\u202E\u200D ", "")]
    public void A_name_is_kept_without_what_turns_what_stands_around_it(string sent, string kept)
    {
        Assert.Equal(kept, new User { DisplayName = sent }.DisplayName);
        Dictionary<string, string[]> problems = [];
        AccountRules.DisplayName(sent.Replace("\0", "", StringComparison.Ordinal), problems);
        Assert.Equal(kept.Length == 0, problems.Count > 0);
    }
}
