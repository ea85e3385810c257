namespace BertGen.Tests.Text;

/// <summary>A stand-in for a class whose folder states <c>max_seq_length = 12</c>.</summary>
internal sealed class LimitedModel : IBertModel<LimitedModel>
{
    public static BertModelInfo Info { get; } =
        SmallModel.Numbers(maxPieces: 16, sequenceLimit: 12) with { Name = nameof(LimitedModel) };
}
