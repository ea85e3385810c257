using System.CommandLine;
using BertGen.Benchmarks;
using BertGen.Benchmarks.Bulk;
using BertGen.Benchmarks.Passes;
using BertGen.Benchmarks.Peers;
using BertGen.Benchmarks.Precision;
using BertGen.Benchmarks.Serving;
using BertGen.Benchmarks.Text;
using BertGen.Benchmarks.Training;

return new RootCommand("Measures BertGen.")
{
    ForwardCommand.Create(),
    PrecisionCommand.Create(),
    PeersCommand.Create(),
    GrowthCommand.Create(),
    LoadCommand.Create(),
    PassesCommand.Create(),
    TokenizerCommand.Create(),
    TrainCommand.Create(),
    MicroCommand.Create(),
    ServeCommand.Create(),
    OverheadCommand.Create(),
    BulkCommand.Create(),
    BulkWorkerCommand.Create(),
    BulkShareCommand.Create(),
    BulkPlannerCommand.Create(),
    BulkFleetCommand.Create(),
    BulkMemoryCommand.Create(),
    BulkPeersCommand.Create(),
    BulkStepCommand.Create(),
}.Parse(args).Invoke();
