using BertGen.Hub;
using BertGen.Tool;

return await ToolCommand.InvokeAsync(args, Terminal.OfProcess(), HubSettings.FromEnvironment);
