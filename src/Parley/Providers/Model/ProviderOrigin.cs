namespace Parley.Providers.Model;

/// <summary>Which of the four ways a provider came by. Later ones give way to earlier ones when several serve a model.</summary>
internal enum ProviderOrigin
{
    /// <summary>Added by REST or the command line; only those change it.</summary>
    Operator,

    /// <summary>From <c>Parley:Providers</c>; refreshed at each start.</summary>
    Configuration,

    /// <summary>From a vendor's environment variable, or a local server that answered; refreshed at each start.</summary>
    Environment,

    /// <summary>The demo model.</summary>
    BuiltIn,
}
