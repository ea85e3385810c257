using System.CommandLine;
using BertGen.Benchmarks;
using BertGen.Benchmarks.Peers;

return new RootCommand("Measures BertGen.")
{
    ForwardCommand.Create(),
    PeersCommand.Create(),
}.Parse(args).Invoke();
