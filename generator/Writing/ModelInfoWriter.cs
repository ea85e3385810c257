using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Members;
using BertGen.Generator.Model;
using BertGen.Generator.Options;
using BertGen.Generator.Planning;
using Microsoft.CodeAnalysis.CSharp;

namespace BertGen.Generator.Writing;

/// <summary>Writes what the runtime has to know of a class: its numbers, and the config that it was compiled from.</summary>
internal static class ModelInfoWriter
{
    /// <summary>Writes the public members.</summary>
    public static void Write(IndentedWriter writer, EmbedderSpec spec)
    {
        writer.Lines($"""
            /// <inheritdoc/>
            public static {Names.BertModelInfo} Info => {Internals.Class}.Info;

            """);
        string name = spec.Class.Name;
        writer.Lines($"static {name} {Names.IBertModel}<{name}>.Load(string? source) => source is null ? Load() : Load(source);");
    }

    /// <summary>Writes the numbers, for the nested class.</summary>
    public static void Inside(IndentedWriter writer, EmbedderSpec spec, ClassPlan plan)
    {
        string counted = spec.Config.PositionPadding is { } padding ? $"\n    PositionPaddingId = {NumberText.Plain(padding)}," : "";
        string unlimited = spec.Config.HasPositionLimit ? "" : "\n    HasPositionLimit = false,";
        string precision = spec.Precision == Precision.Float32 ? "" : $"\n    Precision = {Names.BertPrecision}.{spec.Precision},";
        string plans = (spec.Pipeline is null ? "" : "\n    Sentences = Sentences,") + (spec.IsClassifier ? "\n    Scores = Pairs," : "");
        writer.Lines($$"""
            public static readonly {{Names.BertModelInfo}} Info = new()
            {
                Name = nameof({{spec.Class.Name}}),{{(spec.IsPretrained ? "\n    Model = " + SymbolDisplay.FormatLiteral(spec.Model, quote: true) + "," : "")}}
                Family = {{SymbolDisplay.FormatLiteral(spec.Config.ModelType, quote: true)}},
                Activation = {{SymbolDisplay.FormatLiteral(spec.Config.Activation, quote: true)}},
                ParameterCount = {{NumberText.Plain(plan.ParameterCount)}},{{precision}}
                FlopsPerPiece = {{NumberText.Plain(plan.Forward.Cost.PerRow)}},
                FlopsPerPair = {{NumberText.Plain(plan.Forward.Cost.PerPair)}},
                HiddenSize = HiddenSize,
                VocabularySize = VocabularySize,
                PositionCount = PositionCount,
                TypeCount = TypeCount,
                MaxPieces = MaxPieces,{{unlimited}}
                PaddingId = {{NumberText.Plain(spec.Config.PadTokenId)}},{{counted}}
                NumStartTokens = NumStartTokens,
                NumEndTokens = NumEndTokens,
                SequenceLimit = {{NumberText.Plain(spec.SequenceLimit)}},
                Lowercase = {{Literal(spec.Lowercase)}},
                StripAccents = {{Literal(spec.StripAccents)}},
                SplitChineseCharacters = {{Literal(spec.SplitChineseCharacters)}},{{plans}}
            };

            """);
        if (spec.IsTokenClassifier)
        {
            OfLogits(TokenClassifierWriter.Info, NumberText.Plain(spec.Config.Labels.Count));
        }

        if (plan.Predict is not null)
        {
            OfLogits(PredictorWriter.Info, "VocabularySize");
        }

        void OfLogits(string name, string width)
        {
            writer.Lines("// The same model with a row of logits in place of a vector.");
            writer.Lines($"public static readonly {Names.BertModelInfo} {name} = Info with {{ HiddenSize = {width} }};");
            writer.Blank();
        }
    }

    public static void WriteConfig(IndentedWriter writer, EmbedderSpec spec, ClassPlan plan)
    {
        writer.Lines("// What this class was compiled from; a config beside the weights has to agree.");
        writer.Block($"private static readonly {Names.ModelConfig} Config = new()", "{", "};", () =>
        {
            writer.Lines($"Architecture = \"{(spec is { IsClassifier: true, Scores.Modules.Count: 0 } ? spec.Architecture.ClassifierClass : spec.IsTokenClassifier ? spec.Architecture.TokenClassifierClass : spec.HasMaskedLanguage ? spec.Architecture.MaskedLanguageClass : spec.Architecture.SavedClass)}\",");
            writer.Lines($"Prefixes = [{string.Join(", ", spec.Architecture.Prefixes.Select(prefix => $"\"{prefix}\""))}],");
            if (spec.Architecture.OtherNames.Count > 0)
            {
                writer.Block("OtherNames =", "[", "],", () =>
                {
                    foreach ((string name, string[] parts) in spec.Architecture.OtherNames)
                    {
                        writer.Lines($"new(\"{name}\", {string.Join(", ", parts.Select(part => $"\"{part}\""))}),");
                    }
                });
            }

            if (spec.IsClassifier || spec.IsTokenClassifier)
            {
                writer.Lines($"Labels = [{string.Join(", ", spec.Config.Labels.Select(label => SymbolDisplay.FormatLiteral(label, quote: true)))}],");
            }

            writer.Block("Keys =", "[", "],", () =>
            {
                foreach (CompiledKey key in spec.Architecture.Keys(spec.Config).Concat(spec.HasMaskedLanguage ? spec.Architecture.MaskedLanguageKeys(spec.Config) : []).GroupBy(key => key.Names[0]).Select(group => group.First()))
                {
                    writer.Lines(Key(key));
                }
            });
        });
    }

    private static string Key(CompiledKey key)
    {
        string absent = key.Absent is null ? "" : $", absent: {key.Absent}";
        string synonyms = key.Names.Length > 1 ? $" with {{ Synonyms = [{string.Join(", ", key.Names.Skip(1).Select(name => $"\"{name}\""))}] }}" : "";
        string saved = key.IsSaved ? "" : " with { IsSaved = false }";
        return $"{Names.ConfigKey}.{key.Kind}(\"{key.Names[0]}\", {key.Value}{absent}){synonyms}{saved},";
    }

    private static string Literal(bool? value) => value switch
    {
        true => "true",
        false => "false",
        null => "null",
    };
}
