using System.Text.Json;
using BertGen.Tool.Tests.Recorded;

namespace BertGen.Parity.Sentence;

/// <summary>What <c>Save</c> writes is what sentence-transformers writes, key for key, and a class of the saved folder gives the same bits.</summary>
public sealed class SavedPipelineTests
{
    private static readonly string[] Texts = ["How do I reset my password?", "The cat chased the mouse.", "", "Größe café 東京 [SEP] x"];

    private static readonly SentenceArguments[] Arguments = [new(), new(Role: EmbedRole.Query), new(Role: EmbedRole.Document), new(Prompt: "title: ")];

    /// <summary>What we do not write: bookkeeping of PyTorch and transformers, and settings that no call reads. What we write besides: keys that are read where the library's defaults would do.</summary>
    private static readonly Dictionary<string, string[]> Differences = new()
    {
        ["config.json"] =
        [
            "bos_token_id", "eos_token_id", "classifier_dropout", "dtype", "initializer_range", "is_decoder", "add_cross_attention", "tie_word_embeddings", "transformers_version", "use_cache",
            "torch_dtype", "position_embedding_type",
        ],
        ["config_sentence_transformers.json"] = ["__version__.pytorch"],

        // The files of the tokenizer are those that were loaded, with one limit.
        ["tokenizer_config.json"] = ["max_length", "is_local", "local_files_only", "backend", "tokenizer_class"],
    };

    private static readonly Lazy<Dictionary<string, string>> Saved = new(SaveAll);

    private static readonly Lazy<SentenceModels> Again = new(() =>
        SentenceModels.Compile(Path.GetDirectoryName(Saved.Value.Values.First())!, [.. Saved.Value.Keys], ", TopLayerOnly = true"));

    public static TheoryData<string> Names => [.. SentenceCase.All.Where(recorded => !recorded.IsStatic).Select(recorded => recorded.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_class_of_the_saved_folder_gives_the_same_bits(string name)
    {
        SentenceCase recorded = SentenceCase.Find(name);
        using ISentenceModel first = CompiledSentences.Load(BertTarget.Managed, recorded);
        using ISentenceModel second = Again.Value.Load(name, Saved.Value[name]);
        if (first.Info.Scores is not null)
        {
            string[] others = [.. Texts.Reverse()];
            Bits.AssertEqual(first.Score(Texts, others).Values(), second.Score(Texts, others).Values(), name);
            return;
        }

        foreach (SentenceArguments arguments in Arguments)
        {
            Assert.Equal(first.Tokenize(arguments, Texts).SelectMany(row => row), second.Tokenize(arguments, Texts).SelectMany(row => row));
            Bits.AssertEqual(first.Embed(arguments, Texts).Values(), second.Embed(arguments, Texts).Values(), $"{name}, {arguments}");
        }

        Assert.Equal(first.Info.Sentences!.Similarity, second.Info.Sentences!.Similarity);
    }

    [Theory]
    [InlineData("saved_today_sentence_transformer")]
    [InlineData("cross_saved_bert_1")]
    public void Save_writes_what_the_library_writes(string name)
    {
        var differences = new List<string>();
        foreach (JsonProperty file in RecordedSentences.ReadJson(Path.Combine(RecordedSentences.Folder, "written.json")).GetProperty(name).EnumerateObject())
        {
            string path = Path.Combine(Saved.Value[name], file.Name);
            if (!File.Exists(path))
            {
                differences.Add($"{file.Name} is missing");
            }
            else if (file.Value.TryGetProperty("tensors", out JsonElement tensors))
            {
                CompareTensors(file.Name, tensors, path, differences);
            }
            else if (file.Name != "tokenizer.json")
            {
                Compare(file.Name, "", file.Value.GetProperty("json"), RecordedSentences.ReadJson(path), differences);
            }
        }

        Assert.True(differences.Count == 0, $"{name}:\n{string.Join('\n', differences)}");
    }

    [Fact]
    public void Case_07_save_keeps_the_pipeline()
    {
        const string Case = "07-save-keeps-the-pipeline";
        string source = Path.Combine(RecordedSentences.CaseFolder, Case, "model");
        JsonElement call = RecordedSentences.ReadJson(Path.Combine(RecordedSentences.CaseFolder, Case, "expected.json")).GetProperty("encode")[0];
        string[] texts = [.. call.GetProperty("texts").EnumerateArray().Select(text => text.GetString()!)];
        using ISentenceModel first = SentenceModels.Compile(Path.GetDirectoryName(source)!, ["model"], "").Load("model", source);
        string saved = Path.Combine(Path.GetDirectoryName(Saved.Value.Values.First())!, Case);
        first.Save(saved);
        using ISentenceModel second = SentenceModels.Compile(Path.GetDirectoryName(saved)!, [Case], "").Load(Case, saved);
        Assert.Equal(first.Info.Sentences!.Limit, second.Info.Sentences!.Limit);
        float[] vectors = first.Embed(new(), texts).Values();
        Bits.AssertEqual(vectors, second.Embed(new(), texts).Values(), Case);
        double[] expected = [.. call.GetProperty("vectors_f64").EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(value => value.GetDouble())];
        Assert.All(expected.Zip(vectors), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    private static void CompareTensors(string name, JsonElement expected, string path, List<string> differences)
    {
        byte[] content = File.ReadAllBytes(path);
        using var header = JsonDocument.Parse(content.AsMemory(8, (int)BitConverter.ToInt64(content)));
        string[] Lines(IEnumerable<(string Name, string Type, JsonElement Shape)> tensors) =>
            [.. tensors.Select(tensor => $"{name}: {tensor.Name} {tensor.Type} {string.Join('x', tensor.Shape.EnumerateArray())}").Order(StringComparer.Ordinal)];
        string[] wanted = Lines(expected.EnumerateObject().Select(tensor => (tensor.Name, tensor.Value[0].GetString() == "float32" ? "F32" : "?", tensor.Value[1])));
        // The names of a classifier's tensors begin with that of its encoder there. It is added where it is missing, in both libraries.
        string prefix = wanted.Any(line => line.Contains(" bert.", StringComparison.Ordinal)) ? "bert." : "";
        string Prefixed(string tensor) => tensor.StartsWith("classifier.", StringComparison.Ordinal) ? tensor : prefix + tensor;
        string[] found = Lines(header.RootElement.EnumerateObject().Where(tensor => tensor.Name != "__metadata__").Select(tensor => (Prefixed(tensor.Name), tensor.Value.GetProperty("dtype").GetString()!, tensor.Value.GetProperty("shape"))));
        differences.AddRange(wanted.Except(found).Select(line => "missing: " + line));
        differences.AddRange(found.Except(wanted).Select(line => "not expected: " + line));
    }

    private static void Compare(string file, string place, JsonElement expected, JsonElement found, List<string> differences)
    {
        if (expected.ValueKind != JsonValueKind.Object || found.ValueKind != JsonValueKind.Object)
        {
            if (!JsonElement.DeepEquals(expected, found))
            {
                differences.Add($"{file}: {place} is {found}, expected {expected}");
            }

            return;
        }

        foreach (string key in expected.EnumerateObject().Concat(found.EnumerateObject()).Select(member => member.Name).Distinct())
        {
            string inner = place.Length == 0 ? key : $"{place}.{key}";
            if (Differences.GetValueOrDefault(file, []).Contains(inner))
            {
                continue;
            }

            bool isExpected = expected.TryGetProperty(key, out JsonElement left), isFound = found.TryGetProperty(key, out JsonElement right);
            if (isExpected && isFound)
            {
                Compare(file, inner, left, right, differences);
            }
            else
            {
                differences.Add($"{file}: {inner} is {(isFound ? "written, and the library has none" : $"missing, expected {left}")}");
            }
        }
    }

    private static Dictionary<string, string> SaveAll()
    {
        string folder = Directory.CreateTempSubdirectory("bertgen-saved-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        var saved = new Dictionary<string, string>();
        foreach (SentenceCase recorded in SentenceCase.All.Where(recorded => !recorded.IsStatic))
        {
            using ISentenceModel model = CompiledSentences.Load(BertTarget.Managed, recorded);
            saved.Add(recorded.Name, Path.Combine(folder, recorded.Name));
            model.Save(saved[recorded.Name]);
        }

        return saved;
    }
}
