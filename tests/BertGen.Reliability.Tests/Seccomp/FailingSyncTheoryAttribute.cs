namespace BertGen.Reliability.Tests.Seccomp;

/// <summary>A test that needs errors of <c>fsync</c>; where none can be injected it is skipped, and says why.</summary>
internal sealed class FailingSyncTheoryAttribute : TheoryAttribute
{
    public FailingSyncTheoryAttribute() => Skip = FailingSync.Lack;
}
