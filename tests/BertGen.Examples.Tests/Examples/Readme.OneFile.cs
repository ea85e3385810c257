// insert: README.md | BertGen | 1
// output: README.md | BertGen | 1
using System.IO;

File.WriteAllLines("texts.txt", ["fear of heights", "a puppy", "the study of insects", "an old cat"]);

/*insert*/
