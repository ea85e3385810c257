using System.Numerics.Tensors;
using System.Text.Json;
using BertGen.Parity.Golden;

namespace BertGen.Parity.Families;

/// <summary>A recorded case of an encoder family: a folder, and what its model made of some rows of ids.</summary>
internal sealed class FamilyCase
{
    private static readonly string Root = Path.Combine(RepositoryFolder.Golden, "families");

    private static readonly JsonElement Recorded = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, "cases.json"))).RootElement.GetProperty("cases");

    private readonly JsonElement _case;

    private FamilyCase(JsonElement recorded) => _case = recorded;

    public static IEnumerable<FamilyCase> All => Recorded.EnumerateArray().Select(recorded => new FamilyCase(recorded));

    public string Name => _case.GetProperty("name").GetString()!;

    public string Family => _case.GetProperty("family").GetString()!;

    /// <summary>Whether it is of the encoder alone.</summary>
    public bool IsEncoder => _case.GetProperty("kind").GetString() == "base";

    /// <summary>How far vectors may be off: the recorded models of these families have scores so sharp that the original in float32 is off by as much.</summary>
    public double Tolerance => Family switch
    {
        "modernbert" or "albert" => 3e-5,
        "nomic_bert" or "gte" or "jina_embeddings_v3" or "eurobert" or "qwen3" => 2e-5,
        _ => 1e-5,
    };

    /// <summary>Whether the numbers of a call are those of its batch: with dynamic scaling the longest text decides for all, where it is longer than the positions that the config has.</summary>
    public bool DependsOnBatch(FamilyCall call) =>
        call.Id == "beyond" && File.ReadAllText(Path.Combine(Folder, "config.json")).Contains("\"dynamic\"", StringComparison.Ordinal);

    public bool IsMaskedLanguage => _case.GetProperty("kind").GetString() == "mlm";

    public bool IsTokenClassifier => _case.GetProperty("kind").GetString() == "tokcls";

    public bool IsClassifier => _case.GetProperty("kind").GetString() == "seqcls";

    public string Folder => Path.Combine(Root, _case.GetProperty("folder").GetString()!);

    /// <summary>Whether loading must fail: the original fails, or puts random numbers in place of missing tensors.</summary>
    public bool MustNotLoad => _case.TryGetProperty("expect_load_error", out _) || _case.TryGetProperty("library_only_warns", out _);

    /// <summary>Missing tensors that the original replaces by random numbers.</summary>
    public string[] Missing => _case.TryGetProperty("library_only_warns", out JsonElement names) ? [.. names.EnumerateArray().Select(name => name.GetString()!)] : [];

    /// <summary>The case whose numbers this one has.</summary>
    public FamilyCase Numbers => _case.TryGetProperty("same_outputs_as", out JsonElement name) ? Find(name.GetString()!) : this;

    public IEnumerable<FamilyCall> Calls => _case.GetProperty("calls").EnumerateArray().Select(call => new FamilyCall(this, call));

    /// <summary>The inputs of the recorded derivative; null where there is none.</summary>
    public FamilyCall? Gradient => _case.TryGetProperty("gradient", out JsonElement call) ? new FamilyCall(this, call) : null;

    public RecordedTensors Tensors => RecordedTensors.Read(Path.Combine(Root, "outputs", Name + ".safetensors"));

    public static FamilyCase Find(string name) => All.Single(recorded => recorded.Name == name);

    public override string ToString() => Name;
}

/// <summary>Rows of ids that were given to a model.</summary>
internal sealed class FamilyCall(FamilyCase owner, JsonElement call)
{
    public string Id => call.TryGetProperty("id", out JsonElement id) ? id.GetString()! : "gradient";

    public bool MustFail => call.TryGetProperty("expect_error", out _);

    public Tensor<int> InputIds => Read("input_ids")!;

    /// <summary>1 where a piece is there; all of them where none was given.</summary>
    public Tensor<int> AttentionMask => Read("attention_mask") ?? Tensor.Create(Enumerable.Repeat(1, (int)InputIds.FlattenedLength).ToArray(), InputIds.Lengths);

    public Tensor<int>? TokenTypeIds => Read("token_type_ids");

    public bool Has(string output) => call.GetProperty("outputs").TryGetProperty(output, out _);

    public float[] Output(string name) => owner.Tensors.Values<float>($"{Id}.{name}");

    private Tensor<int>? Read(string key)
    {
        JsonElement rows = call.GetProperty(key);
        if (rows.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        int[][] values = [.. rows.EnumerateArray().Select(row => row.EnumerateArray().Select(id => id.GetInt32()).ToArray())];
        return Tensor.Create(values.SelectMany(row => row).ToArray(), [values.Length, values[0].Length]);
    }
}
