using BertGen.Generator.Common;
using BertGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis.CSharp;
using static BertGen.Generator.Tests.DiagnosticCase;

namespace BertGen.Generator.Tests;

/// <summary>Every mistake that has a diagnostic, at least once.</summary>
internal static class DiagnosticCases
{
    private const string TorchAttribute = "[BertEmbedder(\"models/tiny\", Target = BertTarget.TorchSharp)] ";

    private const string Attribute = "[BertEmbedder(\"models/tiny\")] ";

    private static readonly string LongVocabulary =
        "[|" + "|][PAD]\n[UNK]\n[CLS]\n[SEP]\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"w{i}\n"));

    public static IReadOnlyList<DiagnosticCase> All { get; } =
    [
        // The class.
        InClass("BERT001", Attribute + "public class [|Bert|];", "'Bert' must be partial"),
        InClass("BERT002", $"public class Outer {{ {Attribute} internal partial class [|Bert|]; }}", "nested in 'Outer', which is not partial"),
        InClass("BERT003", Attribute + "public partial class [|Bert|]<T>;", "'Bert' is generic"),
        InClass("BERT003", $"partial class Outer<T> {{ {Attribute} partial class [|Bert|]; }}", "nested in a generic type"),
        InClass("BERT004", Attribute + "public sealed partial record [|Bert|];", "'Bert' is a record"),
        InClass("BERT004", Attribute + "public static partial class [|Bert|];", "'Bert' is static"),
        InClass("BERT004", Attribute + "public abstract partial class [|Bert|];", "'Bert' is abstract"),
        InClass("BERT004", Attribute + "file partial class [|Bert|];", "'Bert' is local to its file"),
        InClass("BERT004", Attribute + "public partial class [|Bert|](int seed) { private int Seed => seed; }", "given a primary constructor"),
        InClass("BERT004", Attribute + "public partial class Bert { public [|Bert|]() { } }", "given a constructor"),
        InClass("BERT005", Attribute + "public partial class Bert { public int [|HiddenSize|]; }", "already has 'HiddenSize'"),
        InClass("BERT005", Attribute + "public partial class Bert { public static Bert [|Load|](string file) => null!; }", "already has 'Load'"),
        InClass("BERT005", Attribute + "public partial class [|Forward|];", "already has 'Forward'"),
        InClass("BERT005", Attribute + "public partial class Bert { public int [|__encoder|] => 1; }", "already has '__encoder'"),
        InClass("BERT005", "public class Base { public void Dispose() { } } " + Attribute + "public partial class [|Bert|] : Base;", "already has 'Dispose'"),
        InClass("BERT005", Attribute + "public partial class [|Info|];", "already has 'Info'"),
        InClass("BERT005", Attribute + "public partial class [|Dispose|];", "already has 'Dispose'"),
        InClass("BERT005", Attribute + "public partial class Bert { public int [|Info|]; }", "already has 'Info'"),
        InClass("BERT005", "public class Base { public int Info; } " + Attribute + "public partial class [|Bert|] : Base;", "already has 'Info'"),
        InClass("BERT005", "public class Base { internal int HiddenSize => 1; } " + Attribute + "public partial class [|Bert|] : Base;", "already has 'HiddenSize'"),
        InClass("BERT005", "public class Base { protected void Dispose() { } } " + Attribute + "public partial class [|Bert|] : Base;", "already has 'Dispose'"),
        InClass("BERT006", Attribute + "public partial class BERTX; " + Attribute + "public partial class [|BertX|];", "'Demo.BERTX' and 'Demo.BertX' differ by case only"),

        InClass("BERT007", "[BertEmbedder(\"models/tiny\"), [|PretrainedBertEmbedder(\"bert-base-cased\")|]] public partial class Bert;", "'Bert' has both"),

        InClass("BERT008", Attribute + "public partial class [|Bert|];", "compiled as C# 12.0, but written code needs C# 13") with { Language = LanguageVersion.CSharp12 },

        // Options by themselves.
        InArguments("BERT010", "[|\"\"|]", "The model path is empty"),
        InArguments("BERT010", "[|null!|]", "The model path is empty"),
        InArguments("BERT010", "[|\"/models/tiny\"|]", "'/models/tiny' is absolute"),
        InArguments("BERT010", "[|@\"C:\\models\"|]", "is absolute"),
        InArguments("BERT010", "[|\"models\\n/tiny\"|]", "has control characters"),
        InArguments("BERT010", "[|\"https://example.org/bert.tar.gz\"|]", "is an address, and nothing is downloaded"),
        InArguments("BERT011", "\"models/tiny\", TopLayerOnly = true, ScalarMixParameters = [|new double[] { 1, 2, 3 }|]", "TopLayerOnly = true"),
        InArguments("BERT012", "\"models/tiny\", ScalarMixParameters = [0, [|double.NaN|], 1]", "parameter 1 is NaN"),
        InArguments("BERT012", "\"models/tiny\", ScalarMixParameters = new double[] { 0, 1, [|1 / 0.0|] }", "parameter 2 is positive infinity"),
        InArguments("BERT013", "\"models/tiny\", ScalarMixParameters = [|[]|]", "is empty"),
        InArguments("BERT013", "\"models/tiny\", ScalarMixParameters = [|new[] { -1 / 0.0, -1 / 0.0, -1 / 0.0 }|]", "nothing but negative infinity"),
        InArguments("BERT014", "\"models/tiny\", NumStartTokens = [|-1|]", "NumStartTokens is -1"),
        InArguments("BERT014", "\"models/tiny\", NumEndTokens = [|-2|]", "NumEndTokens is -2"),
        InArguments("BERT015", "\"models/tiny\", MaxPieces = [|3|]", "at least 4 pieces"),
        InArguments("BERT015", "\"models/tiny\", MaxPieces = [|0|], NumStartTokens = 0, NumEndTokens = 0", "at least 2 pieces"),
        InArguments("BERT015", "\"models/tiny\", NumStartTokens = [|62|]", "Windows of 64 pieces with 62 start and 1 end"),
        InArguments("BERT016", "\"models/tiny\", Target = [|BertTarget.TorchSharp|]", "<PackageReference Include=\"BertGen.TorchSharp\" Version=\"0.1.0\" /> and <PackageReference Include=\"TorchSharp-cuda-linux\""),
        InTorchArguments("BERT016", "[|BertTarget.TorchSharp|]", "add to the project file: <PackageReference Include=\"BertGen.TorchSharp\" Version=\"0.1.0\" />", "BertGen.TorchSharp.dll"),
        InTorchArguments("BERT016", "[|BertTarget.TorchSharp|]", "add to the project file: <PackageReference Include=\"TorchSharp-cuda-linux\" Version=\"0.107.0\" />", "TorchSharp.dll"),
        InArguments("BERT017", "\"models/tiny\", FrozenLayers = [|1|]", "FrozenLayers has no effect"),
        InArguments("BERT017", "\"models/tiny\", FreezeEmbeddings = [|true|]", "FreezeEmbeddings has no effect"),
        InArguments("BERT017", "\"models/tiny\", RequiresGrad = false, Checkpointing = [|true|]", "Checkpointing has no effect"),
        InArguments("BERT018", "\"models/tiny\", Pooling = [|(BertPooling)9|]", "Pooling is 9, which BertPooling does not define: use one of None, Mean, Cls, Max"),
        InArguments("BERT018", "\"models/tiny\", Target = [|(BertTarget)7|]", "Target is 7"),
        InTorchArguments("BERT018", "BertTarget.TorchSharp, Device = [|(BertDevice)7|]", "Device is 7"),
        InTorchArguments("BERT018", "BertTarget.TorchSharp, Precision = [|(BertPrecision)7|]", "Precision is 7"),
        InArguments("BERT019", "\"models/tiny\", Normalize = [|true|]", "no sentence vectors"),

        // The config.
        InArguments("BERT020", "[|\"models/tyni\"|]", "did you mean 'models/tiny'?"),
        InArguments("BERT020", "[|\"../elsewhere/model\"|]", "<BertModel Include=\"../elsewhere/model\" />"),
        InConfig("BERT021", "61,", "61[|;|]", "config.json is not valid JSON: expected ',' or '}', found ';'"),
        InConfig("BERT021", TestModels.Tiny, "[|[1]|]", "expected an object, found an array"),
        InConfig("BERT021", TestModels.Tiny, "[||]", "found the end of the file"),
        InConfig("BERT022", "\"hidden_size\": 32,", "\"hidden_size\": 31, [|\"hidden_size\"|]: 32,", "\"hidden_size\" is given more than once"),
        InConfig("BERT023", "{\n  \"model_type\": \"bert\",\n  \"vocab_size\": 61,", "[|{|]", "\"vocab_size\" is missing"),
        InConfig("BERT024", "\"hidden_size\": 32", "\"hidden_size\": [|\"32\"|]", "must be an integer, but is \"32\""),
        InConfig("BERT024", "\"hidden_size\": 32", "\"hidden_size\": [|32.5|]", "must be an integer, but is 32.5"),
        InConfig("BERT024", "\"gelu\"", "[|1|]", "\"hidden_act\" must be a string, but is 1"),
        InConfig("BERT025", "\"num_hidden_layers\": 3", "\"num_hidden_layers\": [|0|]", "between 1 and 1,024, but is 0"),
        InConfig("BERT025", "1e-12", "[|0.0|]", "a positive number"),
        InConfig("BERT025", "1e-12", "[|1e-99|]", "a positive number"),
        InConfig("BERT025", "\"pad_token_id\": 0", "\"hidden_dropout_prob\": [|1.0|]", "below 1, but is 1.0"),
        InConfig("BERT025", "\"vocab_size\": 61", "\"vocab_size\": [|99999999999|]", "but is 99999999999"),
        InConfig("BERT026", "\"num_attention_heads\": 2", "\"num_attention_heads\": [|5|]", "\"hidden_size\" (32) must be a multiple of \"num_attention_heads\" (5)"),
        InConfig("BERT027", "\"gelu\"", "[|\"gelu_mew\"|]", "did you mean \"gelu_new\"?"),
        InConfig("BERT028", "\"bert\"", "[|\"gpt2\"|]", "\"model_type\" is \"gpt2\""),
        InConfig("BERT028", "\"pad_token_id\": 0", "\"position_embedding_type\": [|\"relative_key\"|]", "only \"absolute\" can be compiled"),
        InConfig("BERT028", "\"pad_token_id\": 0", "\"is_decoder\": [|true|]", "\"is_decoder\" is true"),
        InConfig("BERT028", "\"pad_token_id\": 0", "\"add_cross_attention\": [|true|]", "\"add_cross_attention\" is true"),
        InConfig("BERT028", "\"pad_token_id\": 0", "\"lora_adaptations\": [|[\"retrieval.query\"]|]", "only a model without adapters (null) can be compiled"),
        OfModel("BERT028", TestModels.Mpnet, "\"pad_token_id\": 1", "\"relative_attention_num_buckets\": [|16|]", "only at least 32"),
        OfModel("BERT025", TestModels.XlmRoberta, "66", "[|2|]", "\"max_position_embeddings\" must be at least 3"),
        OfModel("BERT028", TestModels.XlmRoberta, "\"pad_token_id\": 1", "\"position_embedding_type\": [|\"rotary\"|]", "only \"absolute\" can be compiled"),
        InConfig("BERT025", "\"pad_token_id\": 0", "\"pad_token_id\": [|61|]", "\"pad_token_id\" must be between 0 and 60, but is 61"),

        // Options against the config.
        InArguments("BERT030", "\"models/tiny\", MaxPieces = [|65|]", "MaxPieces is 65, but the model has 64 positions"),
        InArguments("BERT031", "\"models/tiny\", ScalarMixParameters = [|[0, 1]|]", "has 2 values, but the model has 3 layers"),
        InArguments("BERT032", "\"models/tiny\", RequiresGrad = true, FrozenLayers = [|4|]", "FrozenLayers is 4, but the model has 3 layers"),
        InArguments("BERT032", "\"models/tiny\", RequiresGrad = true, FrozenLayers = [|-1|]", "use 0 to 3"),
        InArguments("BERT034", "\"models/tiny\", TopLayerOnly = true, Pooling = BertPooling.Mean, EmbedScalarMix = [|true|]", "TopLayerOnly = true leaves no mix: remove TopLayerOnly"),
        InArguments("BERT034", "\"models/tiny\", EmbedScalarMix = [|true|]", "the class has no Embed: set Pooling"),
        new("BERT035", "which DistilBERT does not have", TestModels.Class("\"models/tiny\", Pooler = [|true|]"), [("models/tiny/config.json", TestModels.DistilBert)]),
        InFolder("BERT042", "\"models/tiny\"", "Scores go through \"torch.nn.PReLU\"", Classifier, ("modules.json", "[{ \"idx\": 0, \"name\": \"0\", \"path\": \"\", \"type\": \"sentence_transformers.models.Transformer\" }]"), ("config_sentence_transformers.json", "{ \"model_type\": \"CrossEncoder\", \"activation_fn\": [|\"torch.nn.PReLU\"|] }")),
        InArguments("BERT033", "\"models/tiny\", RequiresGrad = true, TopLayerOnly = true, FrozenLayers = [|3|]", "remove TopLayerOnly"),
        InArguments("BERT033", "\"models/tiny\", RequiresGrad = true, ScalarMixParameters = [0, 0, double.NegativeInfinity], FrozenLayers = [|2|]", "remove ScalarMixParameters"),

        InArguments("BERT130", "\"models/tiny\", TopLayerOnly = true, Head = BertHead.MaskedLanguage, RequiresGrad = [|true|]", "would train without it"),
        InArguments("BERT018", "\"models/tiny\", Head = [|(BertHead)9|]", "BertHead"),

        // The vocabulary.
        InFolder("BERT029", "\"models/tiny\"", "[PAD] is on line 4 of the vocabulary, so its id is 3, but \"pad_token_id\" is 0", ("vocab.txt", "[UNK]\n[CLS]\n[SEP]\n[|[PAD]|]\n")),
        InFolder("BERT040", "\"models/tiny\"", "has 64 lines, but the model has 61", ("vocab.txt", LongVocabulary)),
        InFolder("BERT041", "\"models/tiny\"", "no line '[CLS]'", ("vocab.txt", "[||][PAD]\r\n[UNK]\r\n[SEP]\r\n")),

        // The sentence-transformers files.
        Sentences("BERT050", "\"models/tiny\"", "pools with \"pooling_mode_mean_tokens\"", "{ \"embedding_dimension\": 32, \"pooling_mode\": [|\"pooling_mode_mean_tokens\"|] }"),
        Sentences("BERT050", "\"models/tiny\"", "pools with an empty list", "{ \"embedding_dimension\": 32, \"pooling_mode\": [|[]|] }"),
        Sentences("BERT050", "\"models/tiny\"", "pools with null", "{ \"embedding_dimension\": 32, \"pooling_mode\": [|null|] }"),
        Sentences("BERT051", "\"models/tiny\", Pooling = [|BertPooling.Cls|]", "Pooling is Cls, but the pooling in modules.json of 'models/tiny' says Mean", TestModels.MeanPooling),
        Sentences("BERT051", "\"models/tiny\", Normalize = [|false|]", "Normalize is false", TestModels.MeanPooling),
        Sentences("BERT052", "\"models/tiny\"", "is 768, but the vectors of the pieces have 32 values", "{ \"word_embedding_dimension\": [|768|], \"pooling_mode_max_tokens\": true }"),
        Listed("BERT053", "The module 'sentence_transformers.models.CNN' cannot be compiled", [Transformer, Pooling, "[|" + Module("2", "2_CNN", "CNN") + "|]"]),
        Listed("BERT053", "write sentence_transformers.models.Transformer", ["[|" + Module("0", "", "BERT") + "|]", Pooling]),
        Listed("BERT053", "The module 'my.own.Transformer'", ["[|" + Module("0", "", "Transformer").Replace("sentence_transformers.models", "my.own") + "|]", Pooling]),
        InFolder("BERT054", "\"models/tiny\"", "'1_Pooling/config.json' of the module Pooling is not among", ("modules.json", $"[{Transformer}, [|{Pooling}|]]")),
        InFolder("BERT055", "\"models/tiny\", MaxPieces = 32", "\"max_seq_length\" is 48, above the window of 32", PipelineFiles(("sentence_bert_config.json", "{ \"max_seq_length\": [|48|] }"))),
        InFolder("BERT090", "\"models/tiny\"", "\"max_length\" is no key of sentence_bert_config.json", PipelineFiles(("sentence_bert_config.json", "{ \"max_length\": [|48|] }"))),
        Sentences("BERT090", "\"models/tiny\"", "\"pooling\" is no key of config.json", "{ \"embedding_dimension\": 32, \"pooling\": [|\"mean\"|] }"),
        Dense("BERT091", "does not begin with torch.", "\"in_features\": 32, \"out_features\": 8, \"activation_function\": [|\"my.own.Activation\"|]"),
        Dense("BERT091", "\"torch.nn.modules.activation.PReLU\" is not one of those", "\"in_features\": 32, \"out_features\": 8, \"activation_function\": [|\"torch.nn.modules.activation.PReLU\"|]"),
        Dense("BERT091", "\"null\" is no name", "\"in_features\": 32, \"out_features\": 8, \"activation_function\": [|null|]"),
        Dense("BERT092", "\"in_features\" is 64, but the vectors that come to this module have 32 values", "\"in_features\": [|64|], \"out_features\": 8"),
        Dense("BERT023", "\"out_features\" is missing", "\"in_features\": 32"),
        Dense("BERT024", "\"in_features\" must be a whole number above 0", "\"in_features\": [|\"32\"|], \"out_features\": 8"),
        Dense("BERT104", "\"dropout\" is no key of config.json", "\"in_features\": 32, \"out_features\": 8, \"dropout\": [|0.1|]"),
        Listed("BERT093", "it has the name \"1\" of the module", [Transformer, Pooling, "[|" + Module("1", "2_Normalize", "Normalize") + "|]"]),
        Listed("BERT093", "leads out of the folder", [Transformer, Pooling, "[|" + Module("2", "../2_Normalize", "Normalize") + "|]"]),
        Listed("BERT093", "which no module before it makes", [Transformer, "[|" + Module("1", "2_Normalize", "Normalize") + "|]"]),
        Listed("BERT093", "a second Pooling", [Transformer, Pooling, "[|" + Module("2", "1_Pooling", "Pooling") + "|]"]),
        Listed("BERT093", "expected a Pooling", ["[|" + Transformer + "|]"]),
        InFolder("BERT093", "\"models/tiny\"", "it lists no module", ("modules.json", "[||][]")),
        Prompts("BERT094", "\"model_type\" is \"ImageEncoder\"", "\"model_type\": [|\"ImageEncoder\"|]"),
        Prompts("BERT095", "\"default_prompt_name\" is \"search\"", "\"default_prompt_name\": [|\"search\"|]"),
        Prompts("BERT095", "\"prompts\" is null", "\"prompts\": [|null|]"),
        Prompts("BERT096", "has a prompt \"passage\" and none that is called \"document\"", "\"prompts\": [|{ \"query\": \"query: \", \"passage\": \"passage: \" }|]"),
        InFolder("BERT097", "\"models/tiny\"", "\"padding_side\" is \"left\"", PipelineFiles(("tokenizer_config.json", "{ \"padding_side\": [|\"left\"|] }"))),
        InFolder("BERT098", "[|\"models/tiny\"|]", "neither vocab.txt nor tokenizer.json", PipelineFiles(Header(TinyWeights.All.Header))),
        InFolder("BERT099", "\"models/tiny\"", "vocab.txt has 4 pieces, but the model has 61 word embeddings", PipelineFiles(("vocab.txt", Vocabulary))),
        InFolder("BERT100", "\"models/tiny\"", "vocab.txt has pieces with capitals", PipelineFiles(("vocab.txt", "[||][PAD]\n[UNK]\n[CLS]\n[SEP]\nParis\n" + string.Concat(Enumerable.Range(0, 56).Select(i => $"p{i}\n"))))),
        InFolder("BERT101", "\"models/tiny\"", "\"max_seq_length\" is 80, but the model has 64 positions", PipelineFiles(("sentence_bert_config.json", "{ \"max_seq_length\": [|80|] }"))),
        Prompts("BERT102", "needs sentence-transformers >=9.0", "\"requirements\": [|{ \"sentence_transformers\": \">=9.0\" }|]"),
        InFolder("BERT103", "\"models/tiny\"", "\"transformer_task\" is \"fill-mask\"", PipelineFiles(("sentence_bert_config.json", "{ \"transformer_task\": [|\"fill-mask\"|] }"))),
        InFolder("BERT103", "\"models/tiny\"", "an argument \"hidden_act\" of the loader", PipelineFiles(("sentence_bert_config.json", "{ \"config_kwargs\": [|{ \"hidden_act\": \"relu\" }|] }"))),
        InArguments("BERT105", "\"models/tiny\", Pooling = BertPooling.Mean, Dimensions = [|33|]", "Dimensions is 33, but a vector has 32 components"),
        InFolder("BERT120", "\"models/tiny\", Pooling = [|BertPooling.Cls|]", "so Pooling has no meaning", ("modules.json", $"[{Module("0", "", "StaticEmbedding")}]"), ("tokenizer.json", TestModels.StaticTokenizer)),
        InFolder("BERT021", "\"models/tiny\"", "modules.json is not valid JSON", ("modules.json", "[[|,|]]")),
        InFolder("BERT021", "\"models/tiny\"", "expected an object, found a string", ("modules.json", "[{ \"type\": \"Transformer\" }, [|\"1_Pooling\"|]]")),
        InFolder("BERT021", "\"models/tiny\"", "expected an array, found an object", ("modules.json", "[|{ }|]")),
        InFolder("BERT024", "\"models/tiny\"", "\"do_lower_case\" must be true or false", ("tokenizer_config.json", "{ \"do_lower_case\": [|1|] }")),

        // The weights.
        InFolder("BERT060", "[|\"models/tiny\"|]", "'embeddings.LayerNorm.bias' must have shape [32], but model.safetensors has no such tensor", Header(TinyWeights.All.Without("embeddings.LayerNorm.bias").Header)),
        InFolder("BERT061", "[|\"models/tiny\"|]", "model.safetensors of 'models/tiny' cannot be checked, and will not load: it is empty", Header("\"it is empty\"")),

        // Files that are no text.
        InFolder("BERT062", "\"models/tiny\"", "vocab.txt is a Git LFS pointer, not the file: run 'git lfs pull'", ("vocab.txt", Pointer)),
        InFolder("BERT062", "\"models/tiny\"", "config.json is a Git LFS pointer", ("modules.json", TestModels.Modules), ("1_Pooling/config.json", Pointer)),
        InConfig("BERT062", TestModels.Tiny, Pointer, "config.json is a Git LFS pointer"),
        InFolder("BERT063", "\"models/tiny\"", "vocab.txt must be UTF-8: found UTF-16 without a byte order mark", ("vocab.txt", "[||][\0P\0A\0D\0]\0")),
        InFolder("BERT063", "\"models/tiny\"", "vocab.txt must be UTF-8: found the byte 0xE9", ("vocab.txt", Vocabulary), Told("Encoding", "found the byte 0xE9")),
        InFolder("BERT064", "\"models/tiny\"", "vocab.txt is too long: expected at most 2 bytes", ("vocab.txt", Vocabulary), Told("Length", "expected at most 2 bytes")),
        InFolder("BERT065", "\"models/tiny\"", "vocab.txt is no file that can be read: found a folder", ("vocab.txt", Vocabulary), Told("Kind", "found a folder")),
        InFolder("BERT066", "\"models/tiny\"", "vocab.txt begins with a byte order mark", ("vocab.txt", Vocabulary), Told("Mark", "")),

        // Pretrained models.
        Pretrained("BERT070", "organisation/model", "run 'dotnet build -p:BertGenFetch=true' or 'bertgen fetch organisation/model'"),
        Pretrained("BERT071", "models/bert.tar.gz", "The archive 'models/bert.tar.gz' has no config", (TestModels.PreparedPath("models/bert.tar.gz", ModelKey.ArchiveProblem), "\"has no config\"")),

        // TorchSharp.
        InArguments("BERT080", "\"models/tiny\", Device = [|BertDevice.Cpu|]", "Device has no effect"),
        InArguments("BERT080", "\"models/tiny\", Precision = [|BertPrecision.Float16|]", "Precision has no effect"),
        InTorchArguments("BERT082", "BertTarget.TorchSharp, Precision = [|BertPrecision.Int8|]", "does not go with Target = BertTarget.TorchSharp"),
        InArguments("BERT082", "\"models/tiny\", RequiresGrad = true, Precision = [|BertPrecision.Int8|]", "does not go with RequiresGrad = true"),
        InTorchArguments("BERT081", "BertTarget.TorchSharp, Device = BertDevice.Cpu, Precision = [|BertPrecision.TensorFloat32|]", "TensorFloat32 is a way in which GPUs compute"),
        InTorchArguments("BERT081", "BertTarget.TorchSharp, RequiresGrad = true, Checkpointing = [|true|]", "remove Checkpointing"),
        InTorchArguments("BERT081", "BertTarget.TorchSharp, RequiresGrad = true, Precision = [|BertPrecision.BFloat16|]", "lose most steps of an optimizer"),
        InClass("BERT004", "public class Base; " + TorchAttribute + "public partial class [|Bert|] : Base;", "derived from a class") with { LeftOut = [] },
        InClass("BERT005", TorchAttribute + "public partial class Bert { public int [|Encoder|]; }", "already has 'Encoder'") with { LeftOut = [] },
    ];

    private const string Pooling = "{ \"name\": \"1\", \"path\": \"1_Pooling\", \"type\": \"sentence_transformers.models.Pooling\" }";
    private const string Transformer = "{ \"name\": \"0\", \"path\": \"\", \"type\": \"sentence_transformers.models.Transformer\" }";

    private static string Module(string name, string path, string type) =>
        $"{{ \"name\": \"{name}\", \"path\": \"{path}\", \"type\": \"sentence_transformers.models.{type}\" }}";

    private static (string Path, string Text)[] PipelineFiles(params (string Path, string Text)[] files) =>
        [("modules.json", TestModels.Modules), ("1_Pooling/config.json", TestModels.MeanPooling), .. files];

    private static DiagnosticCase Listed(string id, string message, string[] modules) =>
        InFolder(id, "\"models/tiny\"", message, ("modules.json", $"[{string.Join(", ", modules)}]"), ("1_Pooling/config.json", TestModels.MeanPooling));

    private static DiagnosticCase Prompts(string id, string message, string keys) =>
        InFolder(id, "\"models/tiny\"", message, PipelineFiles(("config_sentence_transformers.json", $"{{ {keys} }}")));

    private static DiagnosticCase Dense(string id, string message, string keys) =>
        InFolder(
            id,
            "\"models/tiny\"",
            message,
            ("modules.json", $"[{Transformer}, {Pooling}, {Module("2", "2_Dense", "Dense")}]"),
            ("1_Pooling/config.json", TestModels.MeanPooling),
            ("2_Dense/config.json", id == "BERT023" ? $"[||]{{ {keys} }}" : $"{{ {keys} }}"));

    private static DiagnosticCase Sentences(string id, string arguments, string message, string pooling) =>
        InFolder(id, arguments, message, ("modules.json", TestModels.Modules), ("1_Pooling/config.json", pooling));

    private static DiagnosticCase Pretrained(string id, string model, string message, params (string Path, string Text)[] files) =>
        new(id, message, TestModels.Pretrained($"[|\"{model}\"|]"), files);

    private const string Pointer = "[||]version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n";

    private const string Vocabulary = "[||][PAD]\n[UNK]\n[CLS]\n[SEP]\n";

    // What the build tells of the vocabulary.
    private static (string Name, string Text) Told(string kind, string text) => (
        "../../" + TestModels.PreparedPath("models/tiny", "vocab.txt" + ModelKey.ProblemExtension),
        $$"""{ "path": "{{TestProject.Folder}}/models/tiny/vocab.txt", "source": "{{TestProject.Folder}}/models/tiny/vocab.txt", "kind": "{{kind}}", "text": "{{text}}", "line": "1", "column": "1" }""");

    private static (string Name, string Text) Classifier => ("config.json", TestModels.ClassifierOf(TestModels.Tiny, "BertForSequenceClassification"));

    // From the model's folder, as its other files.
    private static (string Name, string Text) Header(string text) => ("../../" + TinyWeights.PathFor("models/tiny"), text);
}
