using System.CommandLine;
using System.Globalization;
using System.Numerics.Tensors;
using BertGen.Hub;
using BertGen.Tool.Compiling;
using BertGen.Tool.Embedding;
using BertGen.Tool.Pipe;

namespace BertGen.Tool.Quality;

/// <summary><c>bertgen verify --quality</c>: compiles a model in float32 and at another precision, and compares what both make of texts.</summary>
internal sealed class QualityCheck
{
    private const string BuiltIn = "BertGen.Tool.Quality.texts.txt";
    private const string Precision = nameof(BertModelAttribute.Precision);

    private static readonly string Enumeration = $"global::{typeof(BertPrecision).FullName}.";

    private readonly Option<bool> _quality = new("--quality") { Description = "Compares sentence vectors of a precision with those of float32, in place of the check." };
    private readonly Option<string[]> _texts = new("--texts") { Description = "With --quality: text files in UTF-8, a text a line; default: some 200 texts of many kinds and languages.", HelpName = "FILE", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string[]> _bounds = QualityBound.CreateOption();
    private readonly AttributeOptions _attribute;

    private QualityCheck(Command command, bool describe)
    {
        command.Options.Add(_quality);
        command.Options.Add(_texts);
        command.Options.Add(_bounds);
        _attribute = AttributeOptions.AddTo(command, describe);
    }

    /// <summary>Gives a command the options, with those of the attribute.</summary>
    public static QualityCheck AddTo(Command command, bool describe) => new(command, describe);

    /// <summary>Whether a command line asks for the comparison.</summary>
    /// <exception cref="UserException">It does not, and has options that mean nothing without it.</exception>
    public bool IsAskedFor(ParseResult parsed)
    {
        if (!parsed.GetValue(_quality) && (parsed.GetResult(_texts) is { Implicit: false } || parsed.GetResult(_bounds) is { Implicit: false } || !_attribute.Read(parsed).IsEmpty))
        {
            throw new UserException("--texts, --at-least and the options of the attribute go with --quality.");
        }

        return parsed.GetValue(_quality);
    }

    /// <summary>Compares, and writes what was found.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="path">The model.</param>
    /// <param name="asJson">Whether an object is written.</param>
    /// <param name="settings">The settings of the hub.</param>
    /// <param name="terminal">The streams of the program.</param>
    /// <returns>0; 1 where a bound is not reached; 2 where the model does not compile.</returns>
    /// <exception cref="UserException">The model cannot embed, or there are too few texts.</exception>
    public int Run(ParseResult parsed, string path, bool asJson, HubSettings settings, Terminal terminal)
    {
        string[] texts = parsed.GetValue(_texts) is { Length: > 0 } files ? [.. TextLines.Read(files, terminal)] : ReadBuiltIn();
        if (texts.Length <= QualityComparison.NearestCount)
        {
            throw new UserException($"expected more than {QualityComparison.NearestCount} texts, of which each has ten nearest others; found {texts.Length}.");
        }

        ModelOptions options = _attribute.Read(parsed), exact = options.Copy(), rounded = options.Copy();
        exact.Set(Precision, Enumeration + nameof(BertPrecision.Float32));
        if (!options.Has(Precision))
        {
            rounded.Set(Precision, Enumeration + nameof(BertPrecision.Int8));
        }

        try
        {
            var place = ModelPlace.Of(path);
            float[][] found = Embed(place, rounded, texts, settings, terminal), expected = Embed(place, exact, texts, settings, terminal);
            var quality = QualityComparison.Of(expected, found);
            string[] below = [.. (parsed.GetValue(_bounds) ?? []).Select(text => QualityBound.TryParse(text, out QualityBound? bound) ? bound.Check(quality) : null).OfType<string>()];
            Write(path, rounded.Get(Precision)[Enumeration.Length..], texts.Length, quality, below, asJson, terminal.Output);
            return below.Length == 0 ? ToolCommand.Success : ToolCommand.Failure;
        }
        catch (CompilationException e)
        {
            terminal.Error.WriteLine(e.Message);
            return ToolCommand.UsageError;
        }
        catch (Exception e) when (e is PipeException or ArgumentException or Text.VocabularyException or Text.Tokenizers.TokenizerException)
        {
            throw new UserException(e.Message, e);
        }
    }

    private static float[][] Embed(ModelPlace place, ModelOptions options, string[] texts, HubSettings settings, Terminal terminal)
    {
        using var model = PipedModel.Open(place, options, settings, terminal.Error.WriteLine);
        Tensor<float> vectors = model.Embedder.Embed(texts, new EmbedCall(Prompt: null, EmbedRole.None, Dimensions: null, Normalize: false));
        return QualityComparison.Rows(vectors);
    }

    private static void Write(string path, string precision, int textCount, QualityComparison quality, string[] below, bool asJson, TextWriter output)
    {
        if (asJson)
        {
            output.WriteLine(JsonOption.Write(writer =>
            {
                writer.WriteString("model", path);
                writer.WriteString("precision", precision);
                writer.WriteNumber("texts", textCount);
                writer.WriteNumber("smallest", quality.Smallest);
                writer.WriteNumber("percentile", quality.FirstPercentile);
                writer.WriteNumber("mean", quality.Mean);
                writer.WriteNumber("nearest", quality.Nearest);
                JsonOption.WriteTexts(writer, "below", below);
            }));
            return;
        }

        output.WriteLine($"{path}: {precision} beside Float32 on {NumberText.Grouped(textCount)} texts");
        output.WriteLine($"smallest cosine  {Figure(quality.Smallest)}");
        output.WriteLine($"1st percentile   {Figure(quality.FirstPercentile)}");
        output.WriteLine($"mean cosine      {Figure(quality.Mean)}");
        output.WriteLine($"ten nearest      {(quality.Nearest * 100).ToString("F1", CultureInfo.InvariantCulture)} % stay");
        foreach (string line in below)
        {
            output.WriteLine(line);
        }
    }

    private static string Figure(double value) => value.ToString("F5", CultureInfo.InvariantCulture);

    private static string[] ReadBuiltIn()
    {
        using var reader = new StreamReader(typeof(QualityCheck).Assembly.GetManifestResourceStream(BuiltIn)!);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
