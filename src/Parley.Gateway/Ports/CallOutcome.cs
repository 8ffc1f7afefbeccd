namespace Parley.Gateway.Ports;

/// <summary>How a call ended.</summary>
public enum CallOutcome : byte
{
    /// <summary>The answer was complete.</summary>
    Completed,

    /// <summary>The client left, or another call beside this one spoke first.</summary>
    Cancelled,

    /// <summary>The upstream or Parley failed; usage so far, if any, is kept.</summary>
    Failed,

    /// <summary>The process ended between intent and settlement; written at the next start, never by the engine.</summary>
    Indeterminate,
}
