namespace Parley.Identity.Pages;

/// <summary>A browser's own description in words that people use.</summary>
internal static class DeviceName
{
    // Each of them says that it is also those below it.
    private static readonly (string Mark, string Name)[] Browsers =
        [("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Chromium/", "Chromium"), ("Safari/", "Safari"), ("curl/", "curl"), ("python", "a Python program"), ("okhttp", "an Android app")];

    private static readonly (string Mark, string Name)[] Systems =
        [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")];

    public static string Of(string? agent)
    {
        if (string.IsNullOrWhiteSpace(agent)) return "An unnamed program";
        var browser = Browsers.FirstOrDefault(b => agent.Contains(b.Mark, StringComparison.OrdinalIgnoreCase)).Name;
        var system = Systems.FirstOrDefault(s => agent.Contains(s.Mark, StringComparison.Ordinal)).Name;
        return (browser, system) switch
        {
            (null, null) => agent.Split(' ', '/')[0],
            (null, _) => $"A program on {system}",
            (_, null) => browser,
            _ => $"{browser} on {system}",
        };
    }
}
