using Parley;
using Parley.Billing;
using Parley.Identity;
using Parley.Providers;
using Parley.Shared;

return await CommandLine.RunAsync(args, Server.RunAsync, new VerbHost(Modules.AddForVerbs, Modules.PrepareForVerbsAsync),
    IdentitySetup.KeysVerb, IdentitySetup.UsersVerb, ProvidersSetup.ProvidersVerb, ProvidersSetup.RoutesVerb, ProvidersSetup.CatalogVerb, ProvidersSetup.ModelsVerb, BillingSetup.StatsVerb);
