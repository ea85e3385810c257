using System.Numerics.Tensors;
using System.Reflection;
using BertGen.Engine;
using BertGen.Generator;
using BertGen.Generator.Checking;
using BertGen.Generator.Members;
using BertGen.Generator.Model;
using BertGen.Generator.Planning;
using BertGen.Generator.Tests.Harness;
using BertGen.Generator.Writing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace BertGen.Benchmarks.Passes;

/// <summary>MiniLM-L6 as the compiler writes it when one of its passes is left out, compiled while this runs.</summary>
internal sealed class ClassWithoutPass : IDisposable
{
    private const string Config = "models/minilm-l6/config.json";

    private readonly IDisposable _model;

    private ClassWithoutPass(object model)
    {
        _model = (IDisposable)model;
        Encoder = EncoderOf(model);
        MethodInfo bind = model.GetType().Assembly.GetType("Demo.Calls")!.GetMethod("Bind")!;
        Forward = (Func<Tensor<int>, Tensor<int>, Tensor<float>>)bind.Invoke(null, [model])!;
    }

    /// <summary>The computation.</summary>
    public IEncoder Encoder { get; }

    /// <summary>Vectors of ids and offsets, by one thread; without offsets, which are then empty, of all pieces.</summary>
    public Func<Tensor<int>, Tensor<int>, Tensor<float>> Forward { get; }

    /// <summary>Compiles and loads the class.</summary>
    /// <param name="checkpoint">The weights.</param>
    /// <param name="arguments">What the attribute has besides the folder.</param>
    /// <param name="pass">The pass that is left out.</param>
    public static ClassWithoutPass Load(string checkpoint, string arguments, string pass)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "project") + "/";
        string source = $$"""
            #nullable enable
            using System;
            using System.Numerics.Tensors;
            using BertGen;

            namespace Demo;

            [BertEmbedder("models/minilm-l6"{{arguments}})]
            public sealed partial class Bert;

            public static class Calls
            {
                public static Func<Tensor<int>, Tensor<int>, Tensor<float>> Bind(Bert model)
                {
                    model.MaxThreads = 1;
                    return (ids, offsets) => offsets.FlattenedLength == 0 ? model.Forward(ids) : model.Forward(ids, offsets);
                }
            }
            """;
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Without" + pass,
            [CSharpSyntaxTree.ParseText(source)],
            ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        EmbedderSpec spec = Spec(compilation, folder);
        Pass[] passes = [.. PassList.All.Where(other => other.Name != pass)];
        ClassPlan plan = ClassPlan.Of(spec, start => PassList.Run(start, passes).Verify("the last pass"));
        CSharpCompilation whole = compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText(ManagedWriter.Write(spec, plan, steps: null)));
        using var assembly = new MemoryStream();
        EmitResult emitted = whole.Emit(assembly);
        if (!emitted.Success)
        {
            throw new InvalidOperationException(string.Join('\n', emitted.Diagnostics));
        }

        Type model = Assembly.Load(assembly.ToArray()).GetType("Demo.Bert")!;
        MethodInfo load = model.GetMethod("Load", [typeof(string), typeof(bool), typeof(bool), typeof(CancellationToken)])!;
        return new ClassWithoutPass(load.Invoke(null, [checkpoint, false, true, CancellationToken.None])!);
    }

    /// <summary>The computation of a written class, which is nested in it.</summary>
    public static IEncoder EncoderOf(object model) =>
        (IEncoder)model.GetType().GetField(Internals.Field, BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(model)!;

    public void Dispose() => _model.Dispose();

    private static EmbedderSpec Spec(CSharpCompilation compilation, string folder)
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new BertEmbedderGenerator().AsSourceGenerator()],
            [new InMemoryText(folder + Config, File.ReadAllText(Path.Combine(AppContext.BaseDirectory, Config)))],
            optionsProvider: new ProjectOptions(folder),
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        GeneratorRunResult result = driver.RunGenerators(compilation).GetRunResult().Results.Single();
        var model = (CheckedModel)result.TrackedSteps[Steps.Model].Single().Outputs.Single().Value;
        return model.Spec ?? throw new InvalidOperationException(string.Join('\n', model.Findings));
    }
}
