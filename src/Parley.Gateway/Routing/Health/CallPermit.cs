namespace Parley.Gateway.Routing.Health;

/// <summary>One call that was let through: says how it went, and gives back what it held. Each thing once.</summary>
internal sealed class CallPermit(UpstreamHealth health, UpstreamTarget target, CredentialState credential, bool isTrial, bool isCredentialTrial, bool holdsSlot, TimeSpan began) : IDisposable
{
    private int _isOver;

    /// <summary>Whom to call, with which credential.</summary>
    public UpstreamTarget Target => target;

    public CredentialState Credential => credential;

    public bool IsTrial => isTrial;

    public bool IsCredentialTrial => isCredentialTrial;

    public bool HoldsSlot => holdsSlot;

    public TimeSpan Began => began;

    /// <summary>What else ends with the call; null for nothing.</summary>
    public IDisposable? AlsoHolds { get; set; }

    /// <summary>How it went is known.</summary>
    public bool IsTold { get; private set; }

    /// <summary>The upstream began to answer.</summary>
    public void Spoke()
    {
        if (!Tell()) return;
        health.Spoke(this);
    }

    /// <summary>It failed before it spoke.</summary>
    public void Failed(Messages.GatewayFault fault)
    {
        if (!Tell()) return;
        health.Failed(this, fault);
    }

    /// <summary>It spoke, and ended so; null for its proper end.</summary>
    public void Ended(Messages.GatewayFault? fault) => health.Ended(this, fault);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isOver, 1) != 0) return;
        if (Tell()) health.Forgot(this);
        health.Left(this);
        AlsoHolds?.Dispose();
    }

    private bool Tell()
    {
        if (IsTold) return false;
        return IsTold = true;
    }
}
