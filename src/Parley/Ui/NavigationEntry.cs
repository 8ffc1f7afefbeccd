namespace Parley.Ui;

/// <summary>A slot: a module's link in the navigation. Entries stand in the order of their numbers.</summary>
public sealed record NavigationEntry(NavigationPlace Place, string Label, string Href, string Icon, int Order);
