namespace Parley.Ui;

/// <summary>A short message about what was just done, shown once.</summary>
/// <param name="Text">A sentence for a person.</param>
/// <param name="IsError">Whether it tells of something that did not work.</param>
public sealed record Toast(string Text, bool IsError = false);
