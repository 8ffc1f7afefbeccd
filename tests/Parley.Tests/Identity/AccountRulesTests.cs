using Parley.Identity.Accounts;

namespace Parley.Tests.Identity;

public sealed class AccountRulesTests
{
    [Theory]
    [InlineData("ada@example.org"), InlineData("Ada.O'Neil+x@sub.example.org"), InlineData("ada@localhost"), InlineData("ada@[127.0.0.1]")]
    [InlineData("jörg@example.org"), InlineData("ada@münchen.example"), InlineData("ada@xn--mnchen-3ya.example"), InlineData("उदाहरण@example.org")]
    public void An_address_is_one_that_a_letter_can_be_written_to(string address) => Assert.Empty(Problems(address));

    [Theory]
    [InlineData("a:b@example.org"), InlineData("x(y@example.org"), InlineData("m@[example.org"), InlineData("u@ex\\ample.org"), InlineData("a..b@example.org"), InlineData("ada@example..org")]
    // Read as an address with something beside it.
    [InlineData("ada(home)@example.org"), InlineData("\"Ada\"<ada@example.org>"), InlineData("ada@example.org."), InlineData("@relay.example:ada@example.org")]
    // The accent is a character of its own.
    [InlineData("jo\u0308rg@example.org")]
    public void Nothing_else_is_an_address(string text) => Assert.Equal(["email"], Problems(text).Keys);

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

    private static Dictionary<string, string[]> Problems(string address)
    {
        Dictionary<string, string[]> problems = [];
        AccountRules.Email(address, problems);
        return problems;
    }
}
