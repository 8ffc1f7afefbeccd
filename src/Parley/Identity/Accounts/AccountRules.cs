using System.Globalization;
using System.Text;
using Parley.Identity.Mail;

namespace Parley.Identity.Accounts;

/// <summary>What may be said of an account. Pure; problems are told by field of the API, the text continues the field's name.</summary>
internal static class AccountRules
{
    public const int MaxEmail = 254, MaxDisplayName = 100, MinPassword = 8, MaxPassword = 256;

    // What guesses begin with. Whoever wants a better list uses passkeys.
    private static readonly HashSet<string> Guessed = new(StringComparer.OrdinalIgnoreCase)
    {
        "password", "passw0rd", "password1", "12345678", "123456789", "1234567890", "87654321", "qwertyui", "qwertyuiop", "qwerty123", "iloveyou", "letmein1", "welcome1", "abcd1234", "admin123", "changeme",
    };

    /// <summary>An address as it is kept: without spaces around it.</summary>
    public static string Trimmed(string email) => email.Trim();

    /// <summary>An address as it is compared: without regard to case. Letters are not composed, for that the runtime would need its tables of cultures.</summary>
    public static string Normalized(string email) => Trimmed(email).ToUpperInvariant();

    /// <summary>What of a name or an address is searched for; null for everybody.</summary>
    public static string? Part(string? words) => words?.Trim() is { Length: > 0 } part ? part : null;

    public static void Email(string email, Dictionary<string, string[]> problems)
    {
        if (!IsEmail(email)) problems["email"] = ["must be an e-mail address, such as ada@example.org"];
        // With an accent apart it would look like an address that somebody else has, and be another one.
        else if (email.AsSpan().ContainsAnyInRange('\u0300', '\u036F')) problems["email"] = ["must have each letter and its accent as one character: type it anew"];
    }

    private static bool IsEmail(string email)
    {
        var at = email.LastIndexOf('@');
        return email.Length <= MaxEmail && at > 0 && at < email.Length - 1 && !email.AsSpan(0, at).Contains('@')
            && !email.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '<' or '>' or ',' or ';' or '"')
            // An address that no letter can be written to would be found out when its owner needs one.
            && Mailbox.TryRead(email, out _);
    }

    /// <summary>A name as it is kept: without what is not seen and yet turns or scrambles what stands around it. Joiners stay, for Persian and emoji are written with them.</summary>
    public static string Shown(string name) => string.Concat(name.EnumerateRunes().Where(IsSeen)).Trim().Trim('\u200C', '\u200D');

    public static void DisplayName(string name, Dictionary<string, string[]> problems)
    {
        if (Shown(name).Length == 0 || name.Length > MaxDisplayName) problems["displayName"] = [$"must have 1 to {MaxDisplayName} characters"];
        else if (name.Any(char.IsControl)) problems["displayName"] = ["must be one line of text"];
    }

    public static void Password(string password, string email, Dictionary<string, string[]> problems, string field = "password")
    {
        if (password.Length is < MinPassword or > MaxPassword) problems[field] = [$"must have {MinPassword} to {MaxPassword} characters"];
        else if (password.Distinct().Count() == 1 || Guessed.Contains(password) || string.Equals(password, email, StringComparison.OrdinalIgnoreCase))
            problems[field] = ["is one of the first that anybody would try: choose another"];
    }

    private static bool IsSeen(Rune rune) => rune.Value is 0x200C or 0x200D
        || Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    /// <summary>What stands for a name that was not given.</summary>
    public static string NameIn(string email)
    {
        var name = email.Split('@')[0];
        return name.Length > MaxDisplayName ? name[..MaxDisplayName] : name;
    }
}
