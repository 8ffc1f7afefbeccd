// The yardstick: what ASP.NET Core and YARP cost when they only pass bytes through.
// dotnet Parley.Bench.Yarp.dll LISTEN-URL UPSTREAM-URL
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.Services.AddHttpForwarder();
var app = builder.Build();
app.MapForwarder("/{**any}", args[1]);
app.Run(args[0]);
