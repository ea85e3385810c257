using ReverseDictionary;

return ProgramCommand.Invoke(args, Terminal.OfProcess(), WordNetEmbedder.Load);
