// block: runtime/BertGen.Bulk/PACKAGE.md | BertGen.Bulk | 1
// insert: runtime/BertGen.Bulk/PACKAGE.md | BertGen.Bulk | 2
using BertGen;
using BertGen.Bulk;
using BertGen.Examples.Tests;

string folder = Directory.CreateTempSubdirectory("bertgen-").FullName;
string input = Path.Combine(folder, "in.txt"), run = Path.Combine(folder, "run"), output = Path.Combine(folder, "all.npy");
await File.WriteAllTextAsync(input, "How do I reset my password?\n");
foreach (string[] command in (string[][])[["plan", run, input], ["work", run], ["status", run], ["verify", run], ["merge", run, output]])
{
    Check.Equal(0, await Worker(command));
}

float[] vector = new float[(new FileInfo(output).Length - 128) / sizeof(float)];
Buffer.BlockCopy(await File.ReadAllBytesAsync(output), 128, vector, 0, vector.Length * sizeof(float));
Check.Near(Reference.MiniLm("How do I reset my password?"), vector);
Directory.Delete(folder, recursive: true);

static async Task<int> Worker(string[] args)
{
    /*insert*/
}
