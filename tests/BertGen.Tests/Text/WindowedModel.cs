namespace BertGen.Tests.Text;

/// <summary>A stand-in for a class compiled with <c>MaxPieces = 16</c>.</summary>
internal sealed class WindowedModel : IBertModel<WindowedModel>
{
    public static BertModelInfo Info { get; } = SmallModel.Numbers(maxPieces: 16) with { Name = nameof(WindowedModel) };
}
