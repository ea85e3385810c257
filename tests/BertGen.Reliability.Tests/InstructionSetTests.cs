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
        BERT, mix: 89aa7b99d7d79d26
        BERT, pooler: 68c73f0b8b257788
        ALBERT: b37a693e5395a4d2
        EuroBERT: cd07d7d65b153693
        gte: 7fa297750710b7ca
        ModernBERT: eed4c1022acea30e
        MPNet: 286d4936aa19286a
        Qwen3: 450e17f047f56c02
        classifier: c84340747c976ed7
        classifier of pieces: 072793cd3ce92572
        multiple vectors: f70efc13b65224ca
        sparse vectors: b0d2bf1fddfd3e41
        BERT, Int8: 7adc7a2be788fd8a
        ModernBERT, Int8: 82d90817b34a7cb5
        text embeddings: ff44f4ab5ade71b5
        training: 28b7d0125dd78612
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
