using BertGen.Generator.Members;
using BertGen.Generator.Model;
using BertGen.Generator.Planning;
using BertGen.Generator.Planning.Training;

namespace BertGen.Generator.Writing;

/// <summary>Prints a plan as a class for the managed engine: its public members, and one nested class with all else. Every decision was made before: this only writes it down.</summary>
internal static class ManagedWriter
{
    /// <summary>Writes a class.</summary>
    /// <param name="spec">What is compiled.</param>
    /// <param name="plan">What it computes.</param>
    /// <param name="steps">Its training steps, if it can be trained.</param>
    public static string Write(EmbedderSpec spec, ClassPlan plan, ClassSteps? steps) => ClassFrame.Write(
        spec.Class,
        "from " + spec.Origin,
        ClassSummary.Of(spec, plan, steps?.Forward),
        $"{Names.IBertModel}<{spec.Class.Name}>{ServiceInterfaces.Of(spec)}, global::System.IDisposable",
        writer =>
        {
            TrainingWriter? training = steps is null ? null : new TrainingWriter(writer, spec, steps, plan);
            PublicConstants.Write(writer, spec.Config, spec);
            training?.PublicConstants();
            InternalsWriter.Field(writer);
            writer.Lines($"private {spec.Class.Name}({Internals.Class} encoder) => {Internals.Field} = encoder;");
            writer.Blank();
            Properties(writer, spec, training);
            new ManagedLoadWriter(writer, spec).Write();
            new ManagedCallsWriter(writer, spec, plan).Write();
            training?.Methods();
            writer.Lines($$"""
                /// <summary>Releases the weights; a call in progress finishes first.</summary>
                public void Dispose() => {{Internals.In}}Memory.Dispose();

                """);
            if (steps is not null)
            {
                new ParametersWriter(writer, steps, plan, spec.IsMixLearned).Write();
                writer.Blank();
            }

            new ManagedInternalsWriter(writer, spec, plan, steps, training).Write();
        });

    private static void Properties(IndentedWriter writer, EmbedderSpec spec, TrainingWriter? training)
    {
        ModelInfoWriter.Write(writer, spec);
        writer.Blank();
        if (spec.IsMixLearned)
        {
            writer.Lines($"""
                /// <summary>The weights of the layers in the result; learned, so loaded, and open to change.</summary>
                public {Names.ScalarMix} ScalarMix => {Internals.In}ScalarMix;

                """);
        }

        TextPropertiesWriter.Write(writer, spec);
        training?.Properties();
        writer.Lines($$"""
            /// <summary>
            /// Most threads that one call uses; default: the number of processors. The result does not depend on it, to the bit.
            /// </summary>
            /// <exception cref="global::System.ArgumentOutOfRangeException">Set to less than 1.</exception>
            public int MaxThreads
            {
                get => {{Internals.In}}MaxThreads;
                set
                {
                    global::System.ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
                    {{Internals.In}}MaxThreads = value;
                }
            }

            """);
    }
}
