using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Uploads;

/// <summary>What went wrong while a form was read from its client.</summary>
internal static class FormFaults
{
    /// <summary>The fault to tell the client; null when there is no client any more.</summary>
    public static GatewayFault? Of(Exception problem, long limit) => problem switch
    {
        GatewayFaultException refused => refused.Fault,
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => TooLarge(limit),
        BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } =>
            new GatewayFault(FaultKind.InvalidRequest, "The form came too slowly. Send it again.") { Status = StatusCodes.Status408RequestTimeout },
        BadHttpRequestException or ConnectionResetException or ConnectionAbortedException or OperationCanceledException => null,
        InvalidDataException or IOException =>
            new GatewayFault(FaultKind.InvalidRequest, "The request body is no complete multipart/form-data: its parts, their headers or the closing boundary are broken."),
        _ => new GatewayFault(FaultKind.Internal, "The form could not be read."),
    };

    public static GatewayFault TooLarge(long limit) => new(FaultKind.TooLarge,
        $"The request body is larger than {limit / (1024 * 1024.0):0.##} MiB, the limit of this operation.");

    /// <summary>No room, or no right to write.</summary>
    public static GatewayFault NoSpool { get; } = new(FaultKind.Unavailable,
        "Parley cannot keep the file for as long as it looks for the model's name behind it. Put the field 'model' before the file, or try again later; an administrator should look at the folder for temporary files.")
    { RetryAfter = TimeSpan.FromSeconds(10) };
}
