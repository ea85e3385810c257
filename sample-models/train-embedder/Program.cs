using TrainEmbedder;

return ProgramCommand.Invoke(args);
