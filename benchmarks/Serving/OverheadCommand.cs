using System.CommandLine;

namespace BertGen.Benchmarks.Serving;

/// <summary>The command <c>serve-overhead</c>: what a request of a client alone takes beside the same text in memory; a part of <c>serve</c>.</summary>
internal static class OverheadCommand
{
    public static Command Create()
    {
        var common = new CommonOptions();
        var rounds = new Option<int>("--rounds") { Description = "Rounds; of their medians the median counts.", DefaultValueFactory = _ => 5 };
        var seconds = new Option<double>("--seconds") { Description = "How long a round is.", DefaultValueFactory = _ => 10 };
        var command = new Command("serve-overhead", "What a request of a client alone takes beside Embed of the same text, with MiniLM's shape.") { rounds, seconds, common.Checkpoints };
        command.SetAction(async (arguments, _) =>
        {
            using ServedMiniLm model = ServedMiniLm.Load(ServedMiniLm.Ensure(RandomCheckpoint.Ensure(Shape.All.Single(known => known.Name == "minilm-l6"), common.CheckpointFolder(arguments))));
            var bounds = new ServeBounds();
            await Overhead.MeasureAsync(model, ServedTexts.Read(), arguments.GetRequiredValue(rounds), arguments.GetRequiredValue(seconds), bounds);
            bounds.Write();
        });
        return command;
    }
}
