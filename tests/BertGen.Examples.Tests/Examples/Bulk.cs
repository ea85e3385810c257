// block: docs/scale.md | A run | 1
// insert: docs/scale.md | A run | 2
using BertGen;
using BertGen.Bulk;
using BertGen.Examples.Tests;

string place = Directory.CreateTempSubdirectory("bertgen-").FullName;
string input = Path.Combine(place, "in.jsonl"), folder = Path.Combine(place, "run");
await File.WriteAllTextAsync(input, """{"id":"a","text":"How do I reset my password?"}""");

/*insert*/

Check.Equal(0, findings.Count);
Check.That(run.Status().IsDone, "The run is done.");
Directory.Delete(place, recursive: true);
