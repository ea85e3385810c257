using System.Runtime.Loader;

namespace BertGen.Tool.Compiling;

/// <summary>Opens models: from the cache, or by compiling them.</summary>
/// <param name="cache">Where compiled models are kept.</param>
/// <param name="note">Told of warnings and of what takes time.</param>
internal sealed class CompiledModels(CompiledModelCache cache, Action<string> note)
{
    /// <exception cref="CompilationException">The model does not compile.</exception>
    /// <exception cref="UserException">A file cannot be read.</exception>
    public ICompiledModel Open(ModelPlace place, ModelOptions options)
    {
        var files = FolderFiles.Find(place);
        byte[] key = CompilationKey.Compute(place, files, options);
        CompiledEntry entry = cache.Find(key) ?? CompileAndKeep(place, files, options, key);
        foreach (string warning in entry.Warnings.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            note(WithFolder(place, warning));
        }

        return Load(entry);
    }

    private CompiledEntry CompileAndKeep(ModelPlace place, FolderFiles files, ModelOptions options, byte[] key)
    {
        CompiledEntry entry = Compile(place, files, options);
        try
        {
            cache.Write(key, entry);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            note($"bertgen: the compiled model is not kept: {e.Message}");
        }

        return entry;
    }

    private static CompiledEntry Compile(ModelPlace place, FolderFiles files, ModelOptions options)
    {
        try
        {
            return ModelCompiler.Compile(place, files, options);
        }
        catch (CompilationException e)
        {
            throw new CompilationException(WithFolder(place, e.Message));
        }
    }

    private static string WithFolder(ModelPlace place, string lines) => lines.Replace(DiagnosticLines.Folder, place.ProjectFolder);

    private static ICompiledModel Load(CompiledEntry entry)
    {
        using var stream = new MemoryStream(entry.Assembly);
        Type type = new AssemblyLoadContext(AdapterSource.AssemblyName).LoadFromStream(stream).GetType(AdapterSource.Model, throwOnError: true)!;
        return (ICompiledModel)Activator.CreateInstance(type, nonPublic: true)!;
    }
}
