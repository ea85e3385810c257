namespace BertGen;

/// <summary>Which head of a model is compiled over its encoder.</summary>
public enum BertHead
{
    /// <summary>The classifier that the config of the folder names, if it names one, and the masked-language head where the folder makes sparse vectors of it.</summary>
    Default,

    /// <summary>None: the encoder alone.</summary>
    None,

    /// <summary>The classifier of texts and pairs of texts, whatever class the config names; where that is no classifier, it has one label.</summary>
    SequenceClassification,

    /// <summary>The classifier of pieces, whatever class the config names.</summary>
    TokenClassification,

    /// <summary>The head that predicts masked pieces.</summary>
    MaskedLanguage,
}
