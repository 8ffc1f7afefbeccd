using System.Globalization;
using Parley.Simulator.Recording;

namespace Parley.Simulator.Requests;

/// <summary>Looks a field up in a form; the last of its name counts.</summary>
internal static class FormFields
{
    public static string? Text(IReadOnlyList<FormField> form, string name) => form.LastOrDefault(f => f.Name == name)?.Text;

    public static int? Number(IReadOnlyList<FormField> form, string name) =>
        int.TryParse(Text(form, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
