namespace BertGen.Generator;

/// <summary>Names of the generator's steps; tests assert by them what an edit runs again.</summary>
internal static class Steps
{
    /// <summary>A file of a model folder, with positions.</summary>
    public const string File = nameof(File);

    /// <summary>The same without positions.</summary>
    public const string FileValue = nameof(FileValue);

    /// <summary>A class with the attribute, with positions.</summary>
    public const string Target = nameof(Target);

    /// <summary>The project's model files, and classes in each other's way.</summary>
    public const string Surroundings = nameof(Surroundings);

    /// <summary>A class after all checks, with positions.</summary>
    public const string Check = nameof(Check);

    /// <summary>The same without positions.</summary>
    public const string Model = nameof(Model);

    /// <summary>A written class.</summary>
    public const string Source = nameof(Source);

    /// <summary>What is reported.</summary>
    public const string Findings = nameof(Findings);
}
