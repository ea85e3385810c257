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
        BERT, mix: 383793fb0f026f0f
        BERT, pooler: 3fffa05212cce819
        ALBERT: a8176aaa1a59b715
        EuroBERT: acac2bcdcbad3dea
        gte: 8d92093a2ece7198
        ModernBERT: 205b5788188b9079
        MPNet: 25a521f19534233b
        Qwen3: 0651842944597f82
        classifier: d4ffe86e3e98dadc
        classifier of pieces: 254faae829fe9db6
        multiple vectors: c0ccd4d9665c3179
        sparse vectors: 89708ee685d134af
        BERT, Int8: 961821624038906d
        ModernBERT, Int8: f30d13cca17eb847
        text embeddings: 283870d1a0090f1d
        training: 927e1d3f74dd64fc
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
