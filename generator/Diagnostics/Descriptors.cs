using Microsoft.CodeAnalysis;

namespace BertGen.Generator.Diagnostics;

/// <summary>Every diagnostic. The numbers are grouped: class, options, config, options against config, vocabulary, sentence files, weights, pretrained models, TorchSharp.</summary>
internal static class Descriptors
{
    private const string Pages = "https://github.com/bertgen/bertgen/blob/main/docs/diagnostics/";

    // The class.
    public static readonly DiagnosticDescriptor NotPartial = Error(
        "BERT001",
        "The class must be partial",
        "'{0}' must be partial, so that its embedder can be written into it: add the 'partial' modifier");

    public static readonly DiagnosticDescriptor ContainerNotPartial = Error(
        "BERT002",
        "The containing type must be partial",
        "'{0}' is nested in '{1}', which is not partial: add the 'partial' modifier to '{1}', or move the class out of it");

    public static readonly DiagnosticDescriptor Generic = Error(
        "BERT003",
        "The class must not be generic",
        "'{0}' is generic or nested in a generic type, but one class is compiled for one model: remove the type parameters");

    public static readonly DiagnosticDescriptor ClassKind = Error(
        "BERT004",
        "The class must be an ordinary class",
        "'{0}' is {1}; an embedder is written into an ordinary, instantiable class: {2}");

    public static readonly DiagnosticDescriptor MemberNameTaken = Error(
        "BERT005",
        "A member has the name of a compiled member",
        "'{0}' already has '{1}', a name that the compiled embedder uses: rename or remove it");

    public static readonly DiagnosticDescriptor ClassNameClash = Error(
        "BERT006",
        "Two classes differ by case only",
        "'{0}' and '{1}' differ by case only, so the files written for them would have one name: rename one of them");

    public static readonly DiagnosticDescriptor TwoAttributes = Error(
        "BERT007",
        "The class has two models",
        "'{0}' has both [BertEmbedder] and [PretrainedBertEmbedder], but one class is compiled for one model: remove one of them");

    public static readonly DiagnosticDescriptor LanguageVersion = Error(
        "BERT008",
        "The language version is too old",
        "The project is compiled as C# {0}, but written code needs C# 13: remove <LangVersion> from the project file, or set it to 13 or later");

    // Options by themselves.
    public static readonly DiagnosticDescriptor ModelPath = Error(
        "BERT010",
        "The model path is not usable",
        "The model path {0}: write the path of a model folder, or of its config.json, relative to the project folder");

    public static readonly DiagnosticDescriptor MixWithTopLayer = Error(
        "BERT011",
        "ScalarMixParameters with TopLayerOnly",
        "ScalarMixParameters has no effect with TopLayerOnly = true, which returns the last layer alone: remove one of them");

    public static readonly DiagnosticDescriptor MixParameter = Error(
        "BERT012",
        "A scalar mix parameter is not usable",
        "Scalar mix parameter {0} is {1}, which has no softmax: use a finite number, or double.NegativeInfinity to drop the layer");

    public static readonly DiagnosticDescriptor MixDropsAll = Error(
        "BERT013",
        "The scalar mix keeps no layer",
        "ScalarMixParameters {0}, so no layer is left: give at least one finite number");

    public static readonly DiagnosticDescriptor NegativeTokens = Error(
        "BERT014",
        "A number of special pieces is negative",
        "{0} is {1}: give 0 or more");

    public static readonly DiagnosticDescriptor WindowTooSmall = Error(
        "BERT015",
        "The window is too small",
        "Windows of {0} pieces with {1} start and {2} end pieces do not overlap enough to be recombined: at least {3} pieces are needed");

    public static readonly DiagnosticDescriptor TorchSharpMissing = Error(
        "BERT016",
        "TorchSharp is not referenced",
        "Target = BertTarget.TorchSharp needs packages that the project does not reference; add to the project file: {0}");

    public static readonly DiagnosticDescriptor TrainingAlone = Warning(
        "BERT017",
        "A training option without RequiresGrad",
        "{0} has no effect, because the class is not trained: set RequiresGrad = true, or remove {0}");

    public static readonly DiagnosticDescriptor EnumValue = Error(
        "BERT018",
        "An option has an undefined value",
        "{0} is {1}, which {2} does not define: use one of {3}");

    public static readonly DiagnosticDescriptor NormalizeAlone = Warning(
        "BERT019",
        "Normalize without Pooling",
        "Normalize = true has no effect, because there are no sentence vectors: set Pooling, or remove Normalize");

    // The config.
    public static readonly DiagnosticDescriptor ConfigNotFound = Error(
        "BERT020",
        "The model's config was not found",
        "There is no config.json or bert_config.json for '{0}' among the files given to the compiler{1}; "
            + "a model outside the project folder needs this line in the project file: <BertModel Include=\"{2}\" />");

    public static readonly DiagnosticDescriptor JsonSyntax = Error(
        "BERT021",
        "The file is not JSON",
        "{0} is not valid JSON: {1}");

    public static readonly DiagnosticDescriptor DuplicateKey = Warning(
        "BERT022",
        "A key is given twice",
        "\"{0}\" is given more than once; the last value counts: remove the others");

    public static readonly DiagnosticDescriptor KeyMissing = Error(
        "BERT023",
        "A required key is missing",
        "\"{0}\" is missing and has no default: add it with the value that the model was trained with");

    public static readonly DiagnosticDescriptor KeyType = Error(
        "BERT024",
        "A value has the wrong type",
        "\"{0}\" must be {1}, but is {2}");

    public static readonly DiagnosticDescriptor KeyRange = Error(
        "BERT025",
        "A value is out of range",
        "\"{0}\" must be {1}, but is {2}");

    public static readonly DiagnosticDescriptor HeadsDoNotDivide = Error(
        "BERT026",
        "Heads do not divide the hidden size",
        "\"{2}\" ({0}) must be a multiple of \"{3}\" ({1})");

    public static readonly DiagnosticDescriptor Activation = Error(
        "BERT027",
        "Unknown activation",
        "\"{3}\" is \"{0}\"; supported are {1}{2}");

    public static readonly DiagnosticDescriptor Architecture = Error(
        "BERT028",
        "The config describes another computation",
        "\"{0}\" is {1}, which changes the computation in a way that is not supported: only {2} can be compiled");

    public static readonly DiagnosticDescriptor PadToken = Error(
        "BERT029",
        "The vocabulary and the config have another padding piece",
        "[PAD] is on line {0} of the vocabulary, so its id is {1}, but \"{2}\" is {3}: pieces with another id than padding has would be left out");

    public static readonly DiagnosticDescriptor ScoreFunction = Error(
        "BERT042",
        "The function of the scores is not supported",
        "Scores go through \"{0}\", which is not supported: only {1} of torch can be compiled");

    public static readonly DiagnosticDescriptor StaticOption = Error(
        "BERT120",
        "An option without meaning for static vectors",
        "The folder is a table of static vectors and has no encoder, so {0} has no meaning: remove it");

    // Options against the config.
    public static readonly DiagnosticDescriptor WindowAbovePositions = Error(
        "BERT030",
        "MaxPieces is above the position table",
        "MaxPieces is {0}, but the model has {1} positions (\"{2}\"): use at most {1}");

    public static readonly DiagnosticDescriptor FrozenLayers = Error(
        "BERT032",
        "FrozenLayers is out of range",
        "FrozenLayers is {0}, but the model has {1} layers: use 0 to {1}");

    public static readonly DiagnosticDescriptor NothingTrained = Error(
        "BERT033",
        "Nothing is trained",
        "FrozenLayers = {0} freezes every layer that is computed, and the mix is not learned, so nothing is left to train: freeze fewer layers, or remove {1}");

    public static readonly DiagnosticDescriptor EmbedMixAlone = Error(
        "BERT034",
        "EmbedScalarMix without a mix or without Embed",
        "EmbedScalarMix = true has no effect, because {0}: {1}, or remove EmbedScalarMix");

    public static readonly DiagnosticDescriptor PoolerMissing = Error(
        "BERT035",
        "The family has no pooler",
        "Pooler = true asks for a pooler, which {0} does not have: remove it");

    public static readonly DiagnosticDescriptor MixCount = Error(
        "BERT031",
        "Wrong number of scalar mix parameters",
        "ScalarMixParameters has {0} values, but the model has {1} layers (\"{2}\"): give one value per layer, bottom layer first");

    // The vocabulary.
    public static readonly DiagnosticDescriptor VocabularyTooLarge = Error(
        "BERT040",
        "The vocabulary is larger than the embedding table",
        "The vocabulary has {0} lines, but the model has {1} word embeddings (\"{2}\"): ids from {1} on could not be looked up");

    public static readonly DiagnosticDescriptor SpecialTokenMissing = Error(
        "BERT041",
        "The vocabulary lacks a special token",
        "The vocabulary has no line '{0}', which a BERT tokenizer needs: use the vocab.txt that the model was trained with");

    // The sentence-transformers files.
    public static readonly DiagnosticDescriptor PoolingUnsupported = Error(
        "BERT050",
        "The folder's pooling cannot be compiled",
        "The folder pools with {0}, which cannot be compiled; the ways of pooling are {1}: set Pooling to choose another");

    public static readonly DiagnosticDescriptor PoolingContradiction = Warning(
        "BERT051",
        "An option contradicts the model folder",
        "{0}, but {1} says {2}: sentence vectors will differ from those the model was trained for");

    public static readonly DiagnosticDescriptor PoolingWidth = Warning(
        "BERT052",
        "The pooling config is of another model",
        "\"{0}\" is {1}, but the vectors of the pieces have {2} values: the files may belong to different models");

    public static readonly DiagnosticDescriptor ModuleUnsupported = Error(
        "BERT053",
        "The folder's pipeline has a module that cannot be compiled",
        "The module '{0}' cannot be compiled{1}; to embed without the modules that cannot be compiled, set Pooling");

    public static readonly DiagnosticDescriptor ModuleFileMissing = Error(
        "BERT054",
        "The config of a module was not found",
        "'{0}' of the module {1} is not among the files given to the compiler: add it to the folder");

    public static readonly DiagnosticDescriptor SequenceLimit = Warning(
        "BERT055",
        "Texts are cut at the window",
        "\"{0}\" is {1}, above the window of {2} pieces: Embed cuts texts at {2} pieces");

    // The sentence-transformers files against what can be computed.
    public static readonly DiagnosticDescriptor UnknownKey = Error(
        "BERT090",
        "A key that sentence-transformers refuses",
        "\"{0}\" is no key of {1}, and sentence-transformers does not load the folder; it knows {2}");

    public static readonly DiagnosticDescriptor DenseActivation = Error(
        "BERT091",
        "The activation of a Dense module cannot be compiled",
        "The activation \"{0}\" {1}");

    public static readonly DiagnosticDescriptor ModuleSize = Error(
        "BERT092",
        "The sizes of modules do not fit",
        "\"{0}\" is {1}, but the vectors that come to this module have {2} values");

    public static readonly DiagnosticDescriptor ModuleList = Error(
        "BERT093",
        "The list of modules cannot be compiled",
        "'{0}': {1}");

    public static readonly DiagnosticDescriptor ModelType = Error(
        "BERT094",
        "The folder is one of another class",
        "\"model_type\" is \"{0}\", so that sentence-transformers would leave out modules and prompts to make sentence vectors of this folder: set Pooling to say how they are made");

    public static readonly DiagnosticDescriptor Prompts = Error(
        "BERT095",
        "The prompts of the folder cannot be used",
        "{0}");

    public static readonly DiagnosticDescriptor PassagePrompt = Warning(
        "BERT096",
        "Documents get no prompt",
        "The folder has a prompt \"{0}\" and none that is called \"document\", so EmbedDocument adds nothing, as in sentence-transformers: call Embed with the prompt");

    public static readonly DiagnosticDescriptor LeftPadding = Warning(
        "BERT097",
        "Padding on the left",
        "\"padding_side\" is \"left\": sentence-transformers gives a text other vectors in every batch; here it has those that it has alone");

    public static readonly DiagnosticDescriptor VocabularyMissing = Error(
        "BERT098",
        "The folder has no vocabulary",
        "There is neither vocab.txt nor tokenizer.json beside the config of '{0}', so that texts cannot be spelled: add the file of the model");

    public static readonly DiagnosticDescriptor VocabularyShort = Warning(
        "BERT099",
        "The vocabulary is shorter than the embedding table",
        "{0} has {1} pieces, but the model has {2} word embeddings: if a line is missing, all pieces behind it get the vectors of others");

    public static readonly DiagnosticDescriptor CasedVocabulary = Warning(
        "BERT100",
        "A cased vocabulary is used in lower case",
        "{0} has pieces with capitals, but texts become lower case, because no tokenizer_config.json says otherwise: add one with \"do_lower_case\", false or true");

    public static readonly DiagnosticDescriptor LimitAbovePositions = Warning(
        "BERT101",
        "Texts are cut above the positions",
        "\"{0}\" is {1}, but the model has {2} positions: a text that needs more of them is an error of the call");

    public static readonly DiagnosticDescriptor Requirements = Error(
        "BERT102",
        "The folder needs a later sentence-transformers",
        "The folder needs sentence-transformers {0}; what is compiled equals version {1}");

    public static readonly DiagnosticDescriptor EncoderSetting = Error(
        "BERT103",
        "A setting of the encoder cannot be compiled",
        "\"{0}\" is {1}; for sentence vectors only {2} can be compiled");

    public static readonly DiagnosticDescriptor IgnoredKey = Warning(
        "BERT104",
        "A key has no effect",
        "\"{0}\" is no key of {1}, and has no effect; known are {2}");

    public static readonly DiagnosticDescriptor DimensionsOption = Error(
        "BERT105",
        "Dimensions is out of range",
        "Dimensions is {0}, but a vector has {1} components: use 1 to {1}");

    // Heads.
    public static readonly DiagnosticDescriptor TiedHeadTrained = Error(
        "BERT130",
        "A head is tied to weights that are trained",
        "The decoder of the masked-language head has the table of words, which RequiresGrad = true would train without it: set FreezeEmbeddings = true, or Head = BertHead.None");

    // The weights.
    public static readonly DiagnosticDescriptor WeightsDoNotFit = Error(
        "BERT060",
        "The weights do not fit the config",
        "'{0}' must have shape {1}, but {2} has {3}{4}");

    public static readonly DiagnosticDescriptor WeightsUnreadable = Warning(
        "BERT061",
        "The weights could not be checked",
        "{0} of '{1}' cannot be checked, and will not load: {2}");

    // Files that are no text.
    public static readonly DiagnosticDescriptor LfsPointer = Error(
        "BERT062",
        "A file of the model is a Git LFS pointer",
        "{0} is a Git LFS pointer, not the file: run 'git lfs pull'");

    public static readonly DiagnosticDescriptor NotUtf8 = Error(
        "BERT063",
        "A file of the model is not UTF-8",
        "{0} must be UTF-8: {1}; save it as UTF-8");

    public static readonly DiagnosticDescriptor FileTooLong = Error(
        "BERT064",
        "A file of the model is too long",
        "{0} is too long: {1}; is it the file that belongs there?");

    public static readonly DiagnosticDescriptor NoPlainFile = Error(
        "BERT065",
        "A file of the model cannot be read",
        "{0} is no file that can be read: {1}");

    public static readonly DiagnosticDescriptor ByteOrderMark = Warning(
        "BERT066",
        "A byte order mark begins the vocabulary",
        "{0} begins with a byte order mark, which is part of its first piece: save it as UTF-8 without one");

    // Pretrained models.
    public static readonly DiagnosticDescriptor ModelUnknown = Error(
        "BERT070",
        "The pretrained model was not found",
        "There is no config for '{0}': it is no name that the compiler knows, lies in no folder of the project and was not fetched{1}; "
            + "to download it, run 'dotnet build -p:BertGenFetch=true' or 'bertgen fetch {0}'; if the name is not written in a file that has PretrainedBertEmbedder(\"...\"), the only ones whose text the build "
            + "searches for names, add to the project file: <BertModel Include=\"{0}\" />");

    public static readonly DiagnosticDescriptor ArchiveUnreadable = Error(
        "BERT071",
        "The model's archive cannot be used",
        "The archive '{0}' {1}: name a .tar.gz with config.json or bert_config.json at its top");

    // The TorchSharp target.
    public static readonly DiagnosticDescriptor OptionOfTorchSharp = Error(
        "BERT080",
        "An option of the TorchSharp target",
        "{0} has no effect on Target = BertTarget.Managed, which computes on the processor in BertPrecision.Float32 or Int8: remove it, or set Target = BertTarget.TorchSharp");

    public static readonly DiagnosticDescriptor TorchSharpUnsupported = Error(
        "BERT081",
        "An option that TorchSharp cannot do",
        "The options do not work together: {0}");

    public static readonly DiagnosticDescriptor Int8Alone = Error(
        "BERT082",
        "Int8 does not go with another option",
        "Precision = BertPrecision.Int8 does not go with {0}: {1}");

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        Make(id, title, message, DiagnosticSeverity.Error);

    private static DiagnosticDescriptor Warning(string id, string title, string message) =>
        Make(id, title, message, DiagnosticSeverity.Warning);

    private static DiagnosticDescriptor Make(string id, string title, string message, DiagnosticSeverity severity) =>
        new(id, title, message, "BertGen", severity, isEnabledByDefault: true, helpLinkUri: Pages + id + ".md");
}
