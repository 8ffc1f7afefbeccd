namespace Parley.Ui;

/// <summary>One of the things a select or a group of radios offers.</summary>
public sealed record Choice(string Value, string Label, string? Icon = null);
