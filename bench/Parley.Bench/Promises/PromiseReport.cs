using System.Globalization;
using System.Text;

namespace Parley.Bench.Promises;

/// <summary>Figures beside their goals, as Markdown.</summary>
internal sealed class PromiseReport
{
    private readonly StringBuilder _rows = new("| case | what | measured | goal | |\n|---|---|--:|--:|---|\n");

    public bool IsKept { get; private set; } = true;

    public void AtLeast(string name, string what, double measured, double goal, string unit = "") => Add(name, what, measured, $"at least {Show(goal)}{unit}", unit, measured >= goal);

    public void AtMost(string name, string what, double measured, double goal, string unit = "") => Add(name, what, measured, $"at most {Show(goal)}{unit}", unit, measured <= goal);

    /// <summary>A figure that stands beside others, without a goal.</summary>
    public void Beside(string name, string what, double measured, string unit = "") => _rows.Append(CultureInfo.InvariantCulture, $"| {name} | {what} | {Show(measured)}{unit} | | |\n");

    public override string ToString() => _rows.ToString();

    private void Add(string name, string what, double measured, string goal, string unit, bool isMet)
    {
        IsKept &= isMet;
        _rows.Append(CultureInfo.InvariantCulture, $"| {name} | {what} | {Show(measured)}{unit} | {goal} | {(isMet ? "met" : "MISSED")} |\n");
    }

    private static string Show(double value) => value.ToString(value >= 1000 ? "n0" : "0.###", CultureInfo.InvariantCulture);
}
