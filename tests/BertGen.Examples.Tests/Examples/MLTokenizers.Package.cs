// block: runtime/BertGen.MLTokenizers/PACKAGE.md | BertGen.MLTokenizers | 1
// insert: runtime/BertGen.MLTokenizers/PACKAGE.md | BertGen.MLTokenizers | 2
using BertGen.Examples.Tests;

/*insert*/

int[] recorded = Reference.MiniLmIds("fear of heights");
Check.Equal(string.Join(' ', recorded), string.Join(' ', input.InputIds[0..1, 0..recorded.Length]));
