namespace BertGen.Generator.Members;

/// <summary>What a written class has, by which its members are there or not.</summary>
[Flags]
internal enum ClassParts
{
    None = 0,

    /// <summary>A model with an encoder, and no table of static vectors.</summary>
    Encoder = 1,

    /// <summary>An encoder that the managed engine runs.</summary>
    Engine = 1 << 1,

    /// <summary>A table of static vectors.</summary>
    Table = 1 << 2,

    /// <summary>A class for TorchSharp.</summary>
    Torch = 1 << 3,

    /// <summary>A backward pass of the managed engine.</summary>
    Trained = 1 << 4,

    /// <summary>A model that may be one of the hub, and can be downloaded.</summary>
    Hub = 1 << 5,

    /// <summary>A model that is a path.</summary>
    Path = 1 << 6,

    /// <summary>A mix that is learned.</summary>
    Mix = 1 << 7,

    /// <summary>The model's pooler.</summary>
    Pooler = 1 << 8,

    /// <summary>Calls on texts of any kind, with the tokenizer of the folder.</summary>
    Texts = 1 << 9,

    /// <summary>Prompts of the folder.</summary>
    Prompts = 1 << 10,

    /// <summary>Vectors of texts, of any kind.</summary>
    Vectors = 1 << 11,

    /// <summary>One vector for each text.</summary>
    Sentences = 1 << 12,

    /// <summary>Such vectors by pooling alone, which TorchSharp computes on the device and training goes through.</summary>
    Pooling = 1 << 13,

    /// <summary>Such vectors of which something is trained.</summary>
    TrainedPooling = 1 << 14,

    /// <summary>Sparse vectors.</summary>
    Sparse = 1 << 15,

    /// <summary>A vector for each piece, to be compared piece by piece.</summary>
    MultiVectors = 1 << 16,

    /// <summary>A classifier, of texts or of pieces.</summary>
    Labels = 1 << 17,

    /// <summary>A classifier of texts.</summary>
    Classifier = 1 << 18,

    /// <summary>One that is a head in the graph, and takes ids too.</summary>
    ClassifierOfIds = 1 << 19,

    /// <summary>A classifier of texts with one label.</summary>
    Ranks = 1 << 20,

    /// <summary>A classifier of pieces.</summary>
    TokenClassifier = 1 << 21,

    /// <summary>A masked-language head.</summary>
    MaskedLanguage = 1 << 22,

    /// <summary>Every part there is.</summary>
    All = (1 << 23) - 1,
}
