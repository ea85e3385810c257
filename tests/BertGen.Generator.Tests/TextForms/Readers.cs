using BertGen.Checkpoints;
using BertGen.Generator.Tests.Harness;
using BertGen.Hub;
using BertGen.Text;
using BertGen.Tool;
using BertGen.Tool.Compiling;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BertGen.Generator.Tests.TextForms;

/// <summary>All that read the small files of a model folder, with the verdict of each.</summary>
internal sealed class Readers : IDisposable
{
    private static readonly string[] Names = ["config.json", "vocab.txt", "tokenizer_config.json", "modules.json", "sentence_bert_config.json"];

    private readonly ScratchFolder _folder = new();

    public Readers()
    {
        Put("config.json", System.Text.Encoding.UTF8.GetBytes(TestModels.Tiny));

        // No tensors: what is asked about is the text beside them.
        Put("model.safetensors", [2, 0, 0, 0, 0, 0, 0, 0, (byte)'{', (byte)'}']);
    }

    private string Model => _folder.PathOf("project/models/tiny");

    public void Dispose() => _folder.Dispose();

    public void Put(string name, byte[] content) => _folder.Write("project/models/tiny/" + name, content);

    /// <summary>The task, and then the compiler.</summary>
    public Verdict Build() => Compile(
        new TaskRun(_folder, smallFiles: [.. Names.Select(name => "models/tiny/" + name)]).Paths.Select(path => new DiskText(path)));

    /// <summary>The compiler alone, with files that came to it in another way.</summary>
    public Verdict BuildAlone() => Compile(Present.Select(path => new DiskText(path)));

    /// <summary>The compiler within the tool.</summary>
    public Verdict ToolBuild()
    {
        try
        {
            return Compile(Present.Select(path => new FileText(path)));
        }
        catch (IOException e)
        {
            return Verdict.Refused(e.Message);
        }
    }

    /// <summary>The tool on the folder: what is in the model.</summary>
    public async Task<Verdict> InspectAsync()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = await ToolCommand.InvokeAsync(["inspect", Model], new Terminal(output, error), HubSettings.FromEnvironment);
        return code == ToolCommand.Success ? Verdict.Taken : Verdict.Refused(error.ToString());
    }

    /// <summary>The config at run time.</summary>
    public Verdict LoadConfig()
    {
        try
        {
            BertConfig.Load(Model);
            return Verdict.Taken;
        }
        catch (CheckpointException e)
        {
            return Verdict.Refused(e.Message);
        }
    }

    /// <summary>The vocabulary at run time, with the tokens that every model needs.</summary>
    public Verdict LoadVocabulary()
    {
        try
        {
            var vocabulary = Vocabulary.Load(Model);
            string[] missing = [.. new[] { "[UNK]", "[CLS]", "[SEP]" }.Where(token => !vocabulary.TryGetId(token, out _))];
            return missing.Length == 0 ? Verdict.Taken : new Verdict(false, 1, 1, "missing " + string.Join(", ", missing));
        }
        catch (VocabularyException e)
        {
            return Verdict.Refused(e.Message);
        }
    }

    private IEnumerable<string> Present => Names.Select(name => Path.Combine(Model, name)).Where(File.Exists);

    private Verdict Compile(IEnumerable<AdditionalText> texts)
    {
        CSharpGeneratorDriver
            .Create([new BertEmbedderGenerator().AsSourceGenerator()], [.. texts], null, new ProjectOptions(_folder.PathOf("project") + "/"))
            .RunGeneratorsAndUpdateCompilation(TestModels.TinyProject(TestModels.Class("\"models/tiny\"")).Compile(), out _, out var diagnostics);
        Assert.DoesNotContain(diagnostics, diagnostic => diagnostic.Id == "CS8785");
        return Verdict.Of(diagnostics);
    }
}
