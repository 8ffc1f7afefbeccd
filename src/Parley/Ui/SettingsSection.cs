namespace Parley.Ui;

/// <summary>A slot: a module's part of <c>/settings</c>.</summary>
/// <param name="Id">Last part of its address: <c>/settings/{Id}</c>.</param>
/// <param name="Title">Its heading and its link.</param>
/// <param name="Icon">A name of <see cref="Icon"/>.</param>
/// <param name="Order">Sections stand in the order of their numbers.</param>
/// <param name="Component">The component that shows it, without parameters.</param>
public sealed record SettingsSection(string Id, string Title, string Icon, int Order, Type Component);
