using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Configuration.Json;
using BertGen.Generator.Diagnostics;

namespace BertGen.Generator.Architectures;

/// <summary>Reads the labels of a classifier: <c>id2label</c>, or how many there are.</summary>
internal static class LabelReader
{
    public const string LabelsKey = "id2label";
    public const string CountKey = "num_labels";

    /// <summary>The labels by their numbers; none where the config does not speak of them.</summary>
    public static EquatableArray<string> Read(KeyReader keys, JsonObject root)
    {
        if (keys.Object(root, LabelsKey) is not { } labels)
        {
            // The reference gives a classifier two labels where its config has none.
            string saved = keys.FirstText(root, "architectures");
            bool isClassifier = saved.EndsWith("ForSequenceClassification", StringComparison.Ordinal) || saved.EndsWith("ForTokenClassification", StringComparison.Ordinal);
            int count = keys.Integer(root, CountKey, isClassifier ? 2 : 0, 0, ConfigLimits.MostColumns);
            return Enumerable.Range(0, count).Select(number => "LABEL_" + NumberText.Plain(number)).ToEquatable();
        }

        var names = new string?[labels.Members.Length];
        foreach (JsonMember member in labels.Members)
        {
            if (!int.TryParse(member.Name, out int number) || number < 0 || number >= names.Length || names[number] is not null || member.Value is not JsonString name)
            {
                keys.Mark(LabelsKey, labels.Span);
                keys.Report(Descriptors.KeyType, LabelsKey, LabelsKey, "an object with a text for each number from 0", $"an object with the key \"{member.Name}\"");
                return [];
            }

            names[number] = name.Value;
        }

        return names.Select(name => name!).ToEquatable();
    }
}
