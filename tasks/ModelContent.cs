using System.Text;
using System.Text.RegularExpressions;
using BertGen.Common.Files;

namespace BertGen.Tasks;

/// <summary>The files of a model folder that a program reads when it loads the model, and what is missing of them.</summary>
internal sealed class ModelContent
{
    private const string Modules = "modules.json";
    private const string IndexEnd = ".index.json";

    // In the order in which a program looks for them.
    private static readonly string[] Weights =
    [
        "model.safetensors", "model.safetensors.index.json", "pytorch_model.bin", "pytorch_model.bin.index.json", "bert_model.ckpt.index", "model.ckpt.index",
    ];

    private static readonly string[] Vocabularies = ["vocab.txt", "tokenizer.json", "vocab.json", "spiece.model", "sentencepiece.bpe.model", "tokenizer.model"];

    private static readonly string[] Texts =
    [
        .. DeployedPath.ConfigNames, .. Vocabularies, "merges.txt", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json",
        Modules, "config_sentence_transformers.json",
    ];

    // A model goes with its license.
    private static readonly string[] Patterns = ["sentence_*_config.json", "LICENSE*", "NOTICE*"];

    private static readonly Regex FirstPath = new(@"""path""\s*:\s*""(?<path>[^""]*)""", RegexOptions.CultureInvariant);
    private static readonly Regex Shard = new(@":\s*""(?<file>[^""/\\:]+\.(safetensors|bin))""", RegexOptions.CultureInvariant);

    // Dense layers say how many features come in, LayerNorms their dimension.
    private static readonly Regex HasWeights = new(@"""(in_features|dimension)""\s*:", RegexOptions.CultureInvariant);

    private readonly string _root;
    private readonly SortedSet<string> _files = new(StringComparer.Ordinal);
    private readonly List<string> _missing = [];

    private ModelContent(string root) => _root = root;

    /// <summary>The files, from the folder of the model.</summary>
    public IReadOnlyCollection<string> Files => _files;

    /// <summary>What is missing, in words.</summary>
    public IReadOnlyList<string> Missing => _missing;

    /// <summary>Whether a folder is that of a model.</summary>
    public static bool IsModel(string folder) =>
        DeployedPath.ConfigNames.Any(name => File.Exists(Path.Combine(folder, name))) || File.Exists(Path.Combine(folder, Modules));

    /// <summary>Looks into the folder of a model.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static ModelContent Of(string folder)
    {
        var content = new ModelContent(folder);
        string encoder = content.EncoderFolder();
        content.AddTexts("");
        if (content.Has(Modules))
        {
            foreach (string module in Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)).OrderBy(name => name, StringComparer.Ordinal))
            {
                if (module != encoder)
                {
                    content.AddModule(module);
                }
            }
        }

        content.AddTexts(encoder);
        content.AddWeights(encoder, Weights, isNeeded: true);
        if (content.Has(Modules) && !Array.Exists(Vocabularies, name => content.Has(Join(encoder, name))))
        {
            content._missing.Add(Join(encoder, "vocab.txt") + " or another vocabulary");
        }

        return content;
    }

    // modules.json may name a folder for the encoder; it is its first module.
    private string EncoderFolder() =>
        Has(Modules) && FirstPath.Match(Read(Modules)).Groups["path"].Value.Trim('/') is { Length: > 0 } path && Directory.Exists(PathOf(path)) ? path : "";

    private void AddModule(string folder)
    {
        string config = Join(folder, DeployedPath.ConfigNames[0]);
        if (Has(config))
        {
            _files.Add(config);
            AddWeights(folder, ["model.safetensors", "pytorch_model.bin"], isNeeded: HasWeights.IsMatch(Read(config)));
        }
    }

    private void AddTexts(string folder)
    {
        foreach (string name in Texts.Select(name => Join(folder, name)).Where(Has))
        {
            _files.Add(name);
        }

        foreach (string name in Patterns.SelectMany(pattern => Directory.EnumerateFiles(PathOf(folder), pattern)))
        {
            _files.Add(Join(folder, Path.GetFileName(name)));
        }
    }

    private void AddWeights(string folder, string[] names, bool isNeeded)
    {
        if (names.Select(name => Join(folder, name)).FirstOrDefault(Has) is not { } file)
        {
            if (isNeeded)
            {
                _missing.Add(Join(folder, names[0]) + " or other weights");
            }

            return;
        }

        _files.Add(file);
        if (IsPointer(file))
        {
            _missing.Add(file + ", which is a pointer of Git LFS: run 'git lfs pull'");
        }
        else if (file.EndsWith(IndexEnd, StringComparison.Ordinal))
        {
            AddShards(folder, Read(file));
        }
        else if (file.EndsWith(".index", StringComparison.Ordinal))
        {
            AddData(folder, file);
        }
    }

    private void AddShards(string folder, string index)
    {
        foreach (string shard in Shard.Matches(index).Cast<Match>().Select(match => Join(folder, match.Groups["file"].Value)).Distinct(StringComparer.Ordinal))
        {
            if (!Has(shard))
            {
                _missing.Add(shard);
            }
            else if (IsPointer(shard))
            {
                _missing.Add(shard + ", which is a pointer of Git LFS: run 'git lfs pull'");
            }
            else
            {
                _files.Add(shard);
            }
        }
    }

    // Of a TensorFlow checkpoint.
    private void AddData(string folder, string index)
    {
        string start = Path.GetFileNameWithoutExtension(index) + ".data-";
        string[] data = [.. Directory.EnumerateFiles(PathOf(folder), start + "*").Select(path => Join(folder, Path.GetFileName(path)))];
        _files.UnionWith(data);
        if (data.Length == 0)
        {
            _missing.Add(Join(folder, start + "00000-of-00001"));
        }
    }

    private bool IsPointer(string name)
    {
        using FileStream file = PlainFile.Open(PathOf(name));
        byte[] start = new byte[64];
        int read = file.Read(start, 0, start.Length);
        Array.Resize(ref start, read);
        return TextCheck.IsPointer(start);
    }

    private string Read(string name) => Encoding.UTF8.GetString(PlainFile.ReadAll(PathOf(name), FileLimits.BytesOf(name)));

    private bool Has(string name) => File.Exists(PathOf(name));

    private string PathOf(string name) => Path.Combine(_root, name);

    private static string Join(string folder, string name) => folder.Length == 0 ? name : folder + "/" + name;
}
