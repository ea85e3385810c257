using BertGen.Generator.Model;

namespace BertGen.Generator.Writing;

/// <summary>Writes what the folder says of vectors of texts and of scores, as data.</summary>
internal static class TextPlansWriter
{
    public static void Write(IndentedWriter writer, EmbedderSpec spec)
    {
        if (spec.Pipeline is not null)
        {
            new SentenceWriter(writer, spec).Plan();
        }

        if (spec.Scores is not null)
        {
            ClassifierWriter.Plan(writer, spec);
        }
    }
}
