using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using BertGen.Generator.Checking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Emit;

namespace BertGen.Generator.Tests.Harness;

/// <summary>Classes of many models, compiled together and loaded: what each says of its model, or why it is none.</summary>
internal sealed class CompiledClasses
{
    private readonly Assembly _assembly;
    private readonly Dictionary<string, CheckedModel> _checked;
    private readonly ILookup<string, Diagnostic> _findings;

    private CompiledClasses(Assembly assembly, Dictionary<string, CheckedModel> models, ILookup<string, Diagnostic> findings) =>
        (_assembly, _checked, _findings) = (assembly, models, findings);

    /// <summary>Compiles a class for each model.</summary>
    /// <param name="models">The models: by the name of the class, their files by path, and what stands behind the path in the attribute.</param>
    public static CompiledClasses Compile(IEnumerable<(string Class, IReadOnlyDictionary<string, string> Files, string Options)> models)
    {
        var project = new TestProject().WithTorchSharp();
        foreach ((string name, IReadOnlyDictionary<string, string> files, string options) in models)
        {
            project = project.WithSource($"{name}.cs", $"[BertGen.BertEmbedder(\"models/{name}\"{options})]\npublic sealed partial class {name};\n");
            foreach ((string path, string text) in files)
            {
                project = project.WithFile($"models/{name}/{path}", text);
            }
        }

        GeneratorDriver driver = project.Driver().RunGeneratorsAndUpdateCompilation(project.Compile(), out Compilation output, out ImmutableArray<Diagnostic> findings);
        using var image = new MemoryStream();
        EmitResult emitted = output.Emit(image);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics.Take(10)));
        image.Position = 0;
        return new CompiledClasses(
            new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(image),
            driver.GetRunResult().Results.Single().TrackedSteps[Steps.Model].SelectMany(step => step.Outputs).Select(step => (CheckedModel)step.Value).ToDictionary(model => model.Class.Name),
            findings.ToLookup(ClassOf));
    }

    /// <summary>What a class says of its model; null where it is none.</summary>
    public BertModelInfo? InfoOf(string name) =>
        _checked[name].Spec is null ? null : (BertModelInfo)_assembly.GetType(name)!.GetProperty("Info")!.GetValue(null)!;

    /// <summary>A constant of a class.</summary>
    public int ConstantOf(string name, string constant) => (int)_assembly.GetType(name)!.GetField(constant)!.GetRawConstantValue()!;

    /// <summary>Every class that was checked.</summary>
    public IEnumerable<CheckedModel> All => _checked.Values;

    /// <summary>A compiled class.</summary>
    public Type TypeOf(string name) => _assembly.GetType(name)!;

    /// <summary>A class after all checks.</summary>
    public CheckedModel CheckedOf(string name) => _checked[name];

    /// <summary>What was found of a class or in the files of its model.</summary>
    public IEnumerable<Diagnostic> FindingsOf(string name) => _findings[name];

    // In the file of the class, or in the folder of its model.
    private static string ClassOf(Diagnostic finding)
    {
        string path = finding.Location.GetLineSpan().Path;
        string[] parts = path.Split('/');
        int models = Array.IndexOf(parts, "models");
        return models < 0 ? Path.GetFileNameWithoutExtension(path) : parts[models + 1];
    }
}
