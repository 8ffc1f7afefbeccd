namespace Parley.Ui;

/// <summary>How pages look: as the system says, or by choice.</summary>
public enum Theme
{
    System,
    Light,
    Dark,
}
