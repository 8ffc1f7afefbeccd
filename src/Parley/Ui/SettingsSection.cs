namespace Parley.Ui;

/// <summary>A slot: a module's part of <c>/settings</c>. Parts with the same id stand on one page, one below the other; the first gives it title and icon.</summary>
/// <param name="Id">Last part of its address: <c>/settings/{Id}</c>.</param>
/// <param name="Title">Its heading and its link.</param>
/// <param name="Icon">A name of <see cref="Icon"/>.</param>
/// <param name="Order">Sections stand in the order of their numbers.</param>
/// <param name="Component">The component that shows it, without parameters.</param>
/// <param name="Script">An entry of the bundle that it needs; null for none.</param>
public sealed record SettingsSection(string Id, string Title, string Icon, int Order, Type Component, string? Script = null);
