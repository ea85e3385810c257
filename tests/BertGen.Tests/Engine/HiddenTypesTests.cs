using System.ComponentModel;
using System.Reflection;
using BertGen.Checkpoints;
using BertGen.Engine;

namespace BertGen.Tests.Engine;

/// <summary>What only written code calls is public, and still no editor offers it.</summary>
public sealed class HiddenTypesTests
{
    /// <summary>A learned mix is a property that people set.</summary>
    private static readonly Type[] ForPeople = [typeof(ScalarMix)];

    public static TheoryData<string> ForWrittenCode =>
    [
        .. typeof(EncoderLane).Assembly.GetExportedTypes()
            .Where(type => type.Namespace!.StartsWith("BertGen.Engine", StringComparison.Ordinal) && !type.IsNested)
            .Concat([typeof(BoundWeights), typeof(WeightSpec)])
            .Except(ForPeople)
            .Select(type => type.FullName!),
    ];

    [Theory]
    [MemberData(nameof(ForWrittenCode))]
    public void ATypeForWrittenCodeIsHidden(string name) => Assert.Equal(
        EditorBrowsableState.Never,
        typeof(EncoderLane).Assembly.GetType(name)!.GetCustomAttribute<EditorBrowsableAttribute>()?.State);
}
