using Supersenses;

return ProgramCommand.Invoke(args);
