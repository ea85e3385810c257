using System.Text.Json.Nodes;
using BertGen.Checkpoints.Safetensors;
using BertGen.Generator.Architectures;
using BertGen.Generator.Configuration;
using BertGen.Generator.Model;
using BertGen.Generator.Planning;
using BertGen.Parity.Compiling;
using BertGen.Parity.Families;

namespace BertGen.Parity.SameBits;

/// <summary>A model of a family with a head, small and with random weights: any family with any head, whether somebody has published one or not.</summary>
internal sealed class HeadFolder : IDisposable
{
    /// <summary>Tokens of the tokenizer, and entries of the model's vocabulary.</summary>
    private const int VocabularySize = 163;

    private const int Positions = 96;
    private const int LabelCount = 3;

    /// <summary>Wide enough for a text to be work for several threads.</summary>
    private const int IntermediateSize = 4096;
    private const int ProjectedSize = 9;

    private static readonly string Tokenizer = Path.Combine(RepositoryFolder.Golden, "heads", "colbert");

    private readonly string _path = Directory.CreateTempSubdirectory("heads-").FullName;

    private readonly string _head;

    private HeadFolder(string modelType, string head, string classOfHead)
    {
        _head = head;
        Folder = Path.Combine(_path, $"{modelType}-{head}");
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, "config.json"), Config(modelType, classOfHead));
    }

    /// <summary>Where it lies.</summary>
    public string Folder { get; }

    /// <summary>The class of the model.</summary>
    public ModelUnderTest Model => With("");

    /// <summary>The same with products on numbers of 8 bits.</summary>
    public ModelUnderTest Int8 => With(", Precision = BertPrecision.Int8");

    private ModelUnderTest With(string options) => new(Folder, "TopLayerOnly = true" + options + (_head is "language" or "sparse" ? ", Head = BertHead.MaskedLanguage" : "")) { HasAllFiles = true };

    /// <summary>The heads that a family can have.</summary>
    public static IEnumerable<string> HeadsOf(string modelType)
    {
        Architecture family = ArchitectureList.Find(modelType)!;
        string[] classifiers = family.ClassifierClass.Length == 0 ? [] : ["classifier", "tokens"];
        string[] language = family.MaskedLanguage(FamilyConfig(modelType)) is null ? [] : ["language", "sparse"];
        return ["encoder", .. classifiers, .. language, "multi-vector"];
    }

    /// <summary>Makes the folder of a family with a head.</summary>
    public static HeadFolder Of(string modelType, string head)
    {
        Architecture family = ArchitectureList.Find(modelType)!;
        string name = head switch
        {
            "classifier" => family.ClassifierClass,
            "tokens" => family.TokenClassifierClass,
            "language" or "sparse" => family.MaskedLanguageClass,
            _ => family.SavedClass,
        };
        var folder = new HeadFolder(modelType, head, name);
        if (head is "sparse" or "multi-vector")
        {
            folder.AddTokenizer();
        }

        if (head == "multi-vector")
        {
            folder.AddProjection(FamilyConfig(modelType).HiddenSize);
        }

        folder.AddWeights(EmbedderCompiler.SpecOf(folder.Model));
        return folder;
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);

    private static string ConfigPath(string modelType) =>
        Path.Combine(FamilyCase.All.First(recorded => recorded.Family == modelType && recorded.Name.EndsWith("-a", StringComparison.Ordinal)).Folder, "config.json");

    private static EncoderConfig FamilyConfig(string modelType) =>
        ((ConfigFile)new ConfigReader(ArchitectureList.Configs).Read("config.json", Microsoft.CodeAnalysis.Text.SourceText.From(File.ReadAllText(ConfigPath(modelType)))).File!).Config!;

    private static string Config(string modelType, string classOfHead)
    {
        JsonNode config = JsonNode.Parse(File.ReadAllText(ConfigPath(modelType)))!;
        config["architectures"] = new JsonArray(classOfHead);
        config["vocab_size"] = VocabularySize;
        config[modelType == "distilbert" ? "hidden_dim" : "intermediate_size"] = IntermediateSize;
        config["max_position_embeddings"] = Positions;
        config["id2label"] = new JsonObject(Enumerable.Range(0, LabelCount).Select(label => KeyValuePair.Create($"{label}", (JsonNode?)$"L{label}")));
        return config.ToJsonString();
    }

    private void AddTokenizer()
    {
        foreach (string name in (string[])["tokenizer.json", "tokenizer_config.json"])
        {
            File.Copy(Path.Combine(Tokenizer, name), Path.Combine(Folder, name));
        }
    }

    private void AddProjection(int width)
    {
        foreach (string name in (string[])["modules.json", "config_sentence_transformers.json", "sentence_bert_config.json"])
        {
            File.Copy(Path.Combine(Tokenizer, name), Path.Combine(Folder, name));
        }

        string dense = Path.Combine(Folder, "1_Dense");
        Directory.CreateDirectory(dense);
        JsonNode config = JsonNode.Parse(File.ReadAllText(Path.Combine(Tokenizer, "1_Dense", "config.json")))!;
        config["in_features"] = width;
        File.WriteAllText(Path.Combine(dense, "config.json"), config.ToJsonString());
        var writer = new SafetensorsWriter();
        writer.Add("linear.weight", [ProjectedSize, width], Values(new Random(5), ProjectedSize * width, 0f));
        writer.Save(Path.Combine(dense, "model.safetensors"));
    }

    /// <summary>Every tensor that the class asks for, but for decoders that have the table of words.</summary>
    private void AddWeights(EmbedderSpec spec)
    {
        var writer = new SafetensorsWriter();
        var random = new Random(3);
        foreach (Weight weight in ClassPlan.Of(spec, static plan => plan).Weights.Where(weight => weight.StandIn is not { IsHead: false }))
        {
            bool isScale = weight.Columns == 0 && weight.Name.EndsWith(".weight", StringComparison.Ordinal);
            long[] shape = weight.Columns == 0 ? [weight.Rows] : [weight.Rows, weight.Columns];
            writer.Add(weight.Name, shape, Values(random, (int)weight.Count, isScale ? 1f : 0f));
        }

        writer.Save(Path.Combine(Folder, "model.safetensors"));
    }

    private static float[] Values(Random random, int count, float middle) => [.. Enumerable.Range(0, count).Select(_ => middle + (0.6f * (random.NextSingle() - 0.5f)))];
}
