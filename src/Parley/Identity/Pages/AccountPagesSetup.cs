using Parley.Ui;

namespace Parley.Identity.Pages;

/// <summary>What the module adds to the slots of the look.</summary>
internal static class AccountPagesSetup
{
    public static void AddAccountPages(this IServiceCollection services)
    {
        services.AddScoped<IViewerSource, SignedIn>();
        services.AddSingleton<MadeKey>();
        services.AddScoped<SecondFactorDraft>();
        services.AddSingleton<FirstProof>();
        services.AddScoped<ProofChoices>();
        services.AddNavigation(new(NavigationPlace.Administration, "Users", "/admin/users", "users", 10));
        services.AddSettingsSection<ProfileSection>("profile", "Profile", "user", 10);
        services.AddSettingsSection<AppearanceSection>("appearance", "Appearance", "sun", 20);
        services.AddSettingsSection<ChatSection>("chat", "Chat", "chat", 30);
        services.AddSettingsSection<SecuritySection>("security", "Security", "lock", 40);
        services.AddSettingsSection<SessionsSection>("sessions", "Sessions", "device", 50);
        services.AddSettingsSection<KeysSection>("keys", "API keys", "key", 60);
        services.AddSettingsSection<DataSection>("data", "Your data", "archive", 90);
    }
}
