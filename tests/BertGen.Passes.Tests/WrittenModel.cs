using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using BertGen.Generator;
using BertGen.Generator.Checking;
using BertGen.Generator.Model;
using BertGen.Generator.Options;
using BertGen.Generator.Planning;
using BertGen.Generator.Planning.Training;
using BertGen.Generator.Tests.Harness;
using BertGen.Generator.Writing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Emit;

namespace BertGen.Passes.Tests;

/// <summary>A class that some of the passes made, compiled and run on a folder with weights.</summary>
internal static class WrittenModel
{
    private const string Folder = "models/tiny";
    private const string Declaration = "class Bert;";

    private static readonly int[] Ids = [2, 9, 17, 33, 5, 3, 2, 40, 41, 3, 0, 0, 2, 60, 3, 0, 0, 0];
    private static readonly int[] Types = [0, 0, 0, 1, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>What the generator made of a class and a config.</summary>
    public static EmbedderSpec Spec(string config, string arguments, string declaration = Declaration)
    {
        TestProject project = Project(arguments, config, declaration);
        GeneratorDriverRunResult result = project.Driver().RunGenerators(project.Compile()).GetRunResult();
        var model = (CheckedModel)result.Results.Single().TrackedSteps[Steps.Model].Single().Outputs.Single().Value;
        return model.Spec ?? throw new InvalidOperationException(string.Join('\n', model.Findings));
    }

    /// <summary>Writes the class that some passes make of a model.</summary>
    public static string Write(EmbedderSpec spec, IReadOnlyList<Pass> passes)
    {
        ClassPlan plan = ClassPlan.Of(spec, start => passes.Aggregate(start.Verify("building"), (current, pass) => pass.Run(current).Verify(pass.Name)));
        return spec.Target == Target.TorchSharp
            ? TorchSharpWriter.Write(spec, plan)
            : ManagedWriter.Write(spec, plan, spec.Training is null ? null : ClassSteps.Of(spec, plan, [.. PassList.Computation.Where(passes.Contains)]));
    }

    /// <summary>Compiles a written class and runs it on weights that are the same each time.</summary>
    /// <param name="spec">What was compiled.</param>
    /// <param name="config">Its config.</param>
    /// <param name="arguments">The arguments of its attribute.</param>
    /// <param name="written">The class.</param>
    /// <param name="hasEqualLayers">Whether all layers are given the same weights.</param>
    /// <param name="declaration">What its user wrote.</param>
    /// <returns>All numbers that it gives: vectors, logits, and gradients where it is trained.</returns>
    public static float[] Run(EmbedderSpec spec, string config, string arguments, string written, bool hasEqualLayers = false, string declaration = Declaration)
    {
        using var folder = new ScratchFolder();
        File.WriteAllText(Path.Combine(folder.Root, "config.json"), config);
        File.WriteAllBytes(Path.Combine(folder.Root, "model.safetensors"), Weights(spec, hasEqualLayers));
        File.WriteAllText(Path.Combine(folder.Root, "vocab.txt"), Vocabulary(spec.Config.VocabularySize));

        TestProject project = Project(arguments, config, declaration).WithSource("Written.cs", written).WithSource("Calls.cs", Calls(spec).Replace("Bert ", spec.Class.Name + " ", StringComparison.Ordinal).Replace("Bert.", spec.Class.Name + ".", StringComparison.Ordinal));
        using var assembly = new MemoryStream();
        EmitResult emitted = project.Compile().Emit(assembly);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics) + "\n" + written);
        assembly.Position = 0;
        var context = new AssemblyLoadContext("written", isCollectible: false);
        MethodInfo run = context.LoadFromStream(assembly).GetType("Demo.Calls")!.GetMethod("Run")!;
        return (float[])run.Invoke(null, [folder.Root, Ids.Select(id => id % spec.Config.VocabularySize).ToArray(), Types])!;
    }

    private static TestProject Project(string arguments, string config, string declaration)
    {
        TestProject project = TestProject.Of(TestModels.Class($"\"{Folder}\"{arguments}").Replace(Declaration, declaration, StringComparison.Ordinal)).WithFile(Folder + "/config.json", config);
        return arguments.Contains("TorchSharp", StringComparison.Ordinal) ? project.WithTorchSharp() : project;
    }

    private static string Calls(EmbedderSpec spec)
    {
        string types = spec.Config.TypeCount > 1 ? "Tensor.Create(types, shape)" : "default";
        string train = spec.Training is null || spec.Target == Target.TorchSharp ? "" : $$"""
                    model.Dropout.IsEnabled = false;
                    using (var step = model.Train(input, offsets, {{types}}))
                    {
                        float[] cotangent = new float[(int)step.Output.FlattenedLength];
                        for (int i = 0; i < cotangent.Length; i++)
                        {
                            cotangent[i] = ((i * 37) % 17 - 8) / 8f;
                        }

                        step.Backward(Tensor.Create(cotangent, step.Output.Lengths));
                        foreach (var parameter in model.Parameters)
                        {
                            all.AddRange(parameter.Gradient.ToArray());
                        }
                    }
            """;
        if (spec is { Training: not null, IsClassifier: true, Target: Target.Managed })
        {
            train += train.Replace($"model.Train(input, offsets, {types})", $"model.TrainClassify(input, {types})");
        }

        if (spec.Training is not null && spec.Target == Target.TorchSharp)
        {
            train = $$"""
                        using var torchIds = TorchSharp.torch.tensor(Array.ConvertAll(ids, id => (long)id), new long[] { 3, 6 });
                        using (var vectors = model.forward(torchIds))
                        using (var squares = vectors * vectors)
                        using (var sum = squares.sum())
                        {
                            sum.backward();
                        }

                        foreach (var (_, parameter) in model.named_parameters())
                        {
                            all.AddRange(parameter.grad is { } gradient ? gradient.data<float>().ToArray() : []);
                        }
                """;
        }

        string classify = spec.IsClassifier ? $"Add(model.Classify(input, {types}));" : "";
        return $$"""
            #pragma warning disable CS1591
            using System;
            using System.Collections.Generic;
            using System.Numerics.Tensors;

            namespace Demo;

            public static class Calls
            {
                public static float[] Run(string folder, int[] ids, int[] types)
                {
                    var all = new List<float>();
                    ReadOnlySpan<nint> shape = [3, 6];
                    using Bert model = Bert.Load(folder);
                    {{(spec.Target == Target.TorchSharp ? "" : "model.MaxThreads = 1; // threads that wait for each other take long on a busy machine")}}
                    Tensor<int> input = Tensor.Create(ids, shape);
                    Tensor<int> offsets = Tensor.Create(new[] { 1, 4, 0, 3, 1, 1 }, [3, 2]);
                    Add(model.Forward(input, default, {{types}}));
                    Add(model.Forward(input, offsets, {{types}}));
                    {{classify}}
            {{train}}
                    return [.. all];

                    void Add(Tensor<float> values)
                    {
                        float[] copy = new float[(int)values.FlattenedLength];
                        values.FlattenTo(copy);
                        all.AddRange(copy);
                    }
                }
            }
            """;
    }

    private static string Vocabulary(int count) => string.Join(
        '\n', Enumerable.Range(0, count).Select(id => id switch { 0 => "[PAD]", 1 => "[UNK]", 2 => "[CLS]", 3 => "[SEP]", 4 => "[MASK]", _ => "piece" + id }));

    // Every tensor of the model, whatever a class needs of it.
    private static byte[] Weights(EmbedderSpec spec, bool hasEqualLayers)
    {
        (IReadOnlyList<Weight> encoder, IReadOnlyList<Weight> pooler) = PlanBuilder.AllWeights(spec);
        Weight[] weights = [.. encoder.Concat(pooler).Concat(ClassPlan.Of(spec, plan => plan).Weights).DistinctBy(weight => weight.Name)];
        var header = new StringBuilder("{");
        var values = new List<float>();
        foreach (Weight weight in weights)
        {
            int start = values.Count * sizeof(float);
            bool isScale = weight.Columns == 0 && weight.Name.EndsWith("weight", StringComparison.Ordinal);
            uint state = (hasEqualLayers ? weight.LocalName : weight.Name).Aggregate(2166136261u, (hash, c) => (hash ^ c) * 16777619u);
            for (long i = 0; i < weight.Count; i++)
            {
                state = (state * 1664525u) + 1013904223u;
                values.Add((isScale ? 1f : 0f) + (((state >> 8) / (float)(1 << 24)) - 0.5f) * 0.4f);
            }

            string shape = weight.Columns == 0 ? $"{weight.Rows}" : $"{weight.Rows},{weight.Columns}";
            string separator = header.Length > 1 ? "," : "";
            header.Append($"{separator}\"{weight.Name}\":{{\"dtype\":\"F32\",\"shape\":[{shape}],\"data_offsets\":[{start},{values.Count * sizeof(float)}]}}");
        }

        byte[] text = Encoding.UTF8.GetBytes(header.Append('}').ToString());
        byte[] file = new byte[8 + text.Length + (values.Count * sizeof(float))];
        BinaryPrimitives.WriteInt64LittleEndian(file, text.Length);
        text.CopyTo(file, 8);
        System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(values.ToArray()).CopyTo(file.AsSpan(8 + text.Length));
        return file;
    }
}
