using System.Collections;
using Microsoft.Build.Framework;

namespace BertGen.Generator.Tests.Harness;

/// <summary>A build that only remembers what a task tells it.</summary>
internal sealed class RecordingEngine : IBuildEngine
{
    private readonly List<string> _warnings = [];

    public IReadOnlyList<string> Warnings => _warnings;

    public bool ContinueOnError => false;

    public int LineNumberOfTaskNode => 0;

    public int ColumnNumberOfTaskNode => 0;

    public string ProjectFileOfTaskNode => "";

    public void LogWarningEvent(BuildWarningEventArgs e) => _warnings.Add(e.Message!);

    public void LogErrorEvent(BuildErrorEventArgs e) => Assert.Fail(e.Message);

    public void LogMessageEvent(BuildMessageEventArgs e)
    {
    }

    public void LogCustomEvent(CustomBuildEventArgs e)
    {
    }

    public bool BuildProjectFile(string projectFileName, string[] targetNames, IDictionary globalProperties, IDictionary targetOutputs) => false;
}
