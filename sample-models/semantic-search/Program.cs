using SemanticSearch;

return ProgramCommand.Invoke(args);
