using System.CommandLine;
using System.Globalization;
using BertGen.Checkpoints;
using BertGen.Hub;

namespace BertGen.Tool;

/// <summary><c>bertgen inspect PATH</c>: what a model is, and which tensors its checkpoint has.</summary>
internal static class InspectCommand
{
    public static Command Create(Terminal terminal, Func<HubSettings> readSettings)
    {
        Argument<string> path = ModelArgument.Create();
        Option<bool> json = JsonOption.Create();
        var command = new Command("inspect", "Shows config, tensors, parameters, operations per word piece, and memory at each precision.") { path, json };
        command.SetAction(parsed => Run(ModelArgument.Resolve(parsed.GetValue(path)!, readSettings()), parsed.GetValue(json), terminal.Output));
        return command;
    }

    private static int Run(string path, bool asJson, TextWriter output)
    {
        BertConfig? config = ModelArgument.FindConfig(path);
        using Checkpoint checkpoint = Checkpoint.Open(path);
        if (asJson)
        {
            output.WriteLine(JsonOption.Write(writer => InspectedModel.Write(writer, checkpoint, config, LoadedSize.OfModel(path))));
            return ToolCommand.Success;
        }

        if (config is not null)
        {
            WriteConfig(config, LoadedSize.OfModel(path), output);
        }

        WriteTensors(checkpoint, output);
        return ToolCommand.Success;
    }

    private static void WriteConfig(BertConfig config, LoadedSize? loaded, TextWriter output)
    {
        ModelSize size = ModelSize.Of(config);
        output.WriteLine($"layers         {config.LayerCount}");
        output.WriteLine($"hidden         {config.HiddenSize}, {config.HeadCount} heads");
        output.WriteLine($"intermediate   {config.IntermediateSize} ({config.Activation})");
        output.WriteLine($"vocabulary     {NumberText.Grouped(config.VocabularySize)} word pieces, {config.PositionCount} positions, {config.TypeCount} token types");
        output.WriteLine($"layer norm     epsilon {config.LayerNormEpsilon.ToString("R", CultureInfo.InvariantCulture)}");
        output.WriteLine($"parameters     {NumberText.Grouped(size.Parameters)} without pooler");
        output.WriteLine($"cost           {NumberText.Scaled(size.FlopsPerPiece)}FLOP a piece, and {NumberText.Grouped(size.FlopsPerPair)} more for every piece that it attends to");
        if (loaded is not null)
        {
            string share = ((double)loaded.Int8 / loaded.Float32).ToString("0.00", CultureInfo.InvariantCulture);
            output.WriteLine($"after load     {NumberText.Bytes(loaded.Float32)} in float32, {NumberText.Bytes(loaded.Int8)} in Int8 ({share} of it), without pooler and heads");
        }

        output.WriteLine();
    }

    private static void WriteTensors(Checkpoint checkpoint, TextWriter output)
    {
        TensorEntry[] tensors = [.. checkpoint.Tensors.OrderBy(tensor => tensor.Name, TensorNameComparer.Instance)];
        output.WriteLine(checkpoint.Path);
        output.WriteLine($"{NumberText.Grouped(tensors.Length)} tensors, {NumberText.Grouped(tensors.Sum(CountOf))} values, {NumberText.Bytes(tensors.Sum(tensor => tensor.ByteLength))}");
        output.WriteLine();
        int nameWidth = tensors.Max(tensor => (int?)tensor.Name.Length) ?? 0;
        int textWidth = tensors.Max(tensor => (int?)tensor.Description.Length) ?? 0;
        foreach (TensorEntry tensor in tensors)
        {
            output.WriteLine($"{tensor.Name.PadRight(nameWidth)}  {tensor.Description.PadRight(textWidth)}  {NumberText.Grouped(CountOf(tensor)),12}");
        }
    }

    private static long CountOf(TensorEntry tensor) => tensor.Shape.Aggregate(1L, (count, dimension) => count * dimension);
}
