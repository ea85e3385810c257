using BertGen.Reliability.Tests.Harness;

namespace BertGen.Reliability.Tests;

/// <summary>
/// The same text has the same bits on every processor: models of many families are run in processes in which .NET is told not to use what
/// the processor has, and what they compute is compared with what was recorded, on whatever machine that was.
/// </summary>
public sealed class InstructionSetTests
{
    /// <summary>
    /// What every machine prints. It changes when arithmetic is changed on purpose; what is printed then is copied to here.
    /// </summary>
    private const string Recorded = """
        BERT, mix: dc854dce97f3b018
        BERT, pooler: 44e916c5660422de
        ALBERT: 2b8c497b66bf50f7
        EuroBERT: 2828d729142f4f1b
        gte: f8be794551508cdc
        ModernBERT: 7c476ffe1e77a33b
        MPNet: 40621a7f68d5dcff
        Qwen3: c92d775c20c07064
        classifier: d49cb539608772b0
        classifier of pieces: 51b5029017e40567
        multiple vectors: 4c3470548723a053
        sparse vectors: 5d49dcf41e4507a8
        BERT, Int8: 88fb69e06252ac9e
        ModernBERT, Int8: 62a82a7eaf95280b
        text embeddings: bf0c522f86f0db03
        training: 09c2d14ae85b3040
        functions: a0f5f8f54999d4e5
        rotary angles: 774f10826ed30c8d
        """;

    /// <summary>256 bits with fused additions; products of bytes in three instructions; 128 bits without them; and no vector instructions at all.</summary>
    [Theory]
    [InlineData("all that there is")]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableAVXVNNI")]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public void TheSameTextHasTheSameBitsWithAnyInstructions(string switchedOff)
    {
        string[] launcher = switchedOff.StartsWith("DOTNET_", StringComparison.Ordinal) ? ["env", switchedOff + "=0"] : [];
        (int exitCode, string output, string errors) = Child.Run(["bits"], launcher);
        Assert.True(exitCode == 0, errors);
        Assert.Equal(Recorded.ReplaceLineEndings("\n"), output.ReplaceLineEndings("\n").TrimEnd());
    }
}
