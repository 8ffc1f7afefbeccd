namespace Parley.Ui;

/// <summary>Where a link of the house's navigation stands.</summary>
public enum NavigationPlace
{
    /// <summary>In the account menu, for everybody who is signed in.</summary>
    Menu,

    /// <summary>Beside the administration's pages.</summary>
    Administration,
}
