using BertGen.Engine.Pipeline;

namespace BertGen;

/// <summary>The numbers of a compiled model and of its options: what the runtime has to know of the class.</summary>
public sealed record BertModelInfo
{
    /// <summary>Name of the compiled class, for messages.</summary>
    public required string Name { get; init; }

    /// <summary>The name of the model on the hub, as the attribute names it; empty for a model folder.</summary>
    public string Model { get; init; } = "";

    /// <summary>The family of the model, as <c>model_type</c> of its config names it.</summary>
    public string Family { get; init; } = "bert";

    /// <summary>The function between the two products behind the attention, as the config names it.</summary>
    public string Activation { get; init; } = "gelu";

    /// <summary>Numbers in the weights that the class computes with.</summary>
    public long ParameterCount { get; init; }

    /// <summary>The numbers that the class computes products with.</summary>
    public BertPrecision Precision { get; init; }

    /// <summary>Floating point operations of the products of a piece, an addition and a multiplication for each number of a weight; 0 where nothing is multiplied.</summary>
    public long FlopsPerPiece { get; init; }

    /// <summary>Floating point operations more for each piece that a piece attends to.</summary>
    public long FlopsPerPair { get; init; }

    /// <summary>Width of a vector.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Rows of the word embedding table; every id lies in <c>[0, VocabularySize)</c>.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Rows of the position table.</summary>
    public required int PositionCount { get; init; }

    /// <summary>
    /// Whether positions end: where not, a row with an attention mask may be longer than <see cref="MaxPieces"/>, as in families whose positions are
    /// angles and no rows of a table.
    /// </summary>
    public bool HasPositionLimit { get; init; } = true;

    /// <summary>The id of padding: pieces that have it are never computed where there is no attention mask.</summary>
    public int PaddingId { get; init; }

    /// <summary>
    /// Of families that count positions by ids: the id that is not counted, which has itself for its position; the others follow it.
    /// Null where the position of a piece is its column.
    /// </summary>
    public int? PositionPaddingId { get; init; }

    /// <summary>Rows of the token type table, 0 in families without types; every type id lies in <c>[0, TypeCount)</c>.</summary>
    public required int TypeCount { get; init; }

    /// <summary>Window length in pieces, special pieces included.</summary>
    public required int MaxPieces { get; init; }

    /// <summary>Special pieces at the start of every window.</summary>
    public required int NumStartTokens { get; init; }

    /// <summary>Special pieces at the end of every window.</summary>
    public required int NumEndTokens { get; init; }

    /// <summary>
    /// Most pieces of one text that <c>Embed</c> encodes, special pieces included (<c>max_seq_length</c> of
    /// <c>sentence_bert_config.json</c>); 0: no limit, longer texts are encoded in windows.
    /// </summary>
    public int SequenceLimit { get; init; }

    /// <summary>Whether the model's tokenizer lowercases (<c>do_lower_case</c> of <c>tokenizer_config.json</c>).</summary>
    public bool Lowercase { get; init; } = true;

    /// <summary>Whether the model's tokenizer strips accents; null follows <see cref="Lowercase"/>.</summary>
    public bool? StripAccents { get; init; }

    /// <summary>Whether the model's tokenizer makes every CJK ideograph a word of its own.</summary>
    public bool SplitChineseCharacters { get; init; } = true;

    /// <summary>How texts become sentence vectors, as the model folder says; null where the class has no <c>Embed</c>.</summary>
    public SentencePlan? Sentences { get; init; }

    /// <summary>How texts and pairs of them are scored, as the model folder says; null where the class has no classifier.</summary>
    public ScorePlan? Scores { get; init; }

    /// <summary>Floating point operations of a text. One that is longer than the model takes is computed in windows, in which pieces see each other.</summary>
    /// <param name="pieceCount">Its pieces.</param>
    internal double FlopsOf(int pieceCount) =>
        (double)pieceCount * (FlopsPerPiece + ((double)FlopsPerPair * Math.Min(pieceCount, Math.Max(1, MaxPieces))));
}
