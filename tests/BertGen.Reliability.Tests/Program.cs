using BertGen.Reliability.Tests.Bits;
using BertGen.Reliability.Tests.Harness;

namespace BertGen.Reliability.Tests;

/// <summary>What the tests run in a process of its own.</summary>
internal static class Program
{
    public static int Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["save", string target]:
                Work.SaveAgainAndAgain(target);
                return 0;
            case ["save-once", string target]:
                return Work.SaveOnce(target);
            case ["state", string file]:
                Work.SaveStatesAgainAndAgain(file);
                return 0;
            case ["state-once", string file]:
                return Work.SaveStateOnce(file);
            case ["fetch", string endpoint, string cache]:
                Work.FetchAgainAndAgain(new Uri(endpoint), cache);
                return 0;
            case ["fetch-once", string endpoint, string cache]:
                return Work.FetchOnce(new Uri(endpoint), cache);
            case ["without-pool", string folder]:
                Work.RunWithoutThreadPool(folder);
                return 0;
            case ["bits"]:
                BitProgram.Run(Console.Out);
                return 0;
            default:
                Console.Error.WriteLine("This program is run by the tests beside it.");
                return 2;
        }
    }
}
