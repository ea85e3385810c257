using System.Numerics.Tensors;
using BertGen.Text.Tokenizers;

namespace BertGen;

/// <summary>What a classifier of pieces says of a text.</summary>
/// <param name="Logits">One value for each label, raw, (pieces, labels); special pieces are among them.</param>
/// <param name="Offsets">Where each piece stands in the text, in UTF-16 units; (0, 0) for special ones.</param>
/// <param name="Ids">The pieces.</param>
public sealed record PieceLogits(Tensor<float> Logits, IReadOnlyList<TextRange> Offsets, IReadOnlyList<int> Ids);
