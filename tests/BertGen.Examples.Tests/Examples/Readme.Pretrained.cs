// block: README.md | From a name to vectors | 1
// insert: README.md | From a name to vectors | 2
using System.Numerics.Tensors;
using BertGen;
using BertGen.Examples.Tests;

/*insert*/

Check.Near(Reference.MiniLm("How do I reset my password?").Concat(Reference.MiniLm("Where can I change the password of my account?")), vectors);
