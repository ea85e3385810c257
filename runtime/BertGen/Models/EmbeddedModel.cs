using System.Buffers;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using BertGen.Common.Files;
using BertGen.Hub;

namespace BertGen;

/// <summary>
/// A model that the build has put into an assembly (<c>EmbedWeights</c>). Models are read from files, so its files are unpacked when it is
/// loaded: once for all programs of the user into the cache, under a name made of their content, or where that cannot be written to, for this process alone.
/// </summary>
/// <param name="assembly">The assembly.</param>
/// <param name="model">The path or name that the attribute has.</param>
internal sealed class EmbeddedModel(Assembly assembly, string model)
{
    private const string CacheFolder = "embedded";
    private const int MostAttempts = 10;

    private readonly string _place = DeployedPath.Of(model);

    /// <summary>The folder or file with the model; null where the assembly has none of this name.</summary>
    /// <param name="cache">The folder of the user's cache.</param>
    /// <exception cref="IOException">There is no place for it.</exception>
    public string? Find(string cache)
    {
        string whole = EmbeddedPath.Of(_place, file: "");
        string[] names = [.. assembly.GetManifestResourceNames().Where(name => IsOf(name, whole)).Order(StringComparer.Ordinal)];
        if (names.Length == 0)
        {
            return null;
        }

        Content[] files = [.. names.Select(name => new Content(name, name == whole ? Path.GetFileName(_place) : name[whole.Length..].TrimStart('/')))];
        if (!Array.Exists(files, file => file.Resource == whole || file.Name == ModelFiles.Modules || DeployedPath.IsConfig(file.Name)))
        {
            // A folder above that of a model.
            return null;
        }

        string folder;
        try
        {
            folder = Unpack(files, Path.Combine(cache, CacheFolder, KeyOf(files)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            folder = UnpackForThisProcess(files, e);
        }

        return names is [var only] && only == whole ? Path.Combine(folder, files[0].Name) : folder;
    }

    // A model of the project folder itself has no folder there.
    private static bool IsOf(string name, string whole) => name == whole || name.StartsWith(whole.EndsWith('/') ? whole : whole + "/", StringComparison.Ordinal);

    private string Unpack(Content[] files, string folder)
    {
        if (IsWhole(files, folder))
        {
            return folder;
        }

        string parent = Path.GetDirectoryName(folder)!;
        Directory.CreateDirectory(parent);
        string partial = Path.Combine(parent, $".{Path.GetRandomFileName()}");
        try
        {
            Write(files, partial);
            for (int attempt = 1; !TryMove(partial, folder) && !IsWhole(files, folder); attempt++)
            {
                // Of an unpacking that somebody has changed since: out of the way first, so that nobody finds half of it.
                string changed = Path.Combine(parent, $".{Path.GetRandomFileName()}");
                if (TryMove(folder, changed))
                {
                    Directory.Delete(changed, recursive: true);
                }
                else if (attempt == MostAttempts)
                {
                    throw new IOException($"The folder {folder} cannot be replaced.");
                }
            }
        }
        finally
        {
            // Where another process was faster.
            if (Directory.Exists(partial))
            {
                Directory.Delete(partial, recursive: true);
            }
        }

        return folder;
    }

    private static bool TryMove(string folder, string target)
    {
        try
        {
            Directory.Move(folder, target);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private string UnpackForThisProcess(Content[] files, Exception reason)
    {
        try
        {
            string folder = Directory.CreateTempSubdirectory("bertgen-").FullName;
            AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
            Write(files, folder);
            return folder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The model '{model}' in {assembly.GetName().Name} cannot be unpacked: {reason.Message} Nor into the temporary folder: {e.Message}", e);
        }
    }

    private void Write(Content[] files, string folder)
    {
        foreach (Content file in files)
        {
            string path = Path.Combine(folder, file.Name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using Stream source = Open(file);
            using FileStream target = File.Create(path);
            source.CopyTo(target);
        }
    }

    private bool IsWhole(Content[] files, string folder)
    {
        try
        {
            return Array.TrueForAll(files, file =>
            {
                using Stream content = Open(file);
                using FileStream found = PlainFile.Open(Path.Combine(folder, file.Name));
                return found.Length == content.Length && AreSame(content, found);
            });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // a file is not there, or not any more
        }
    }

    private static bool AreSame(Stream left, Stream right)
    {
        byte[] expected = new byte[1 << 16], found = new byte[1 << 16];
        for (int read; (read = left.ReadAtLeast(expected, expected.Length, throwOnEndOfStream: false)) > 0;)
        {
            if (right.ReadAtLeast(found.AsSpan(0, read), read, throwOnEndOfStream: false) != read || !expected.AsSpan(0, read).SequenceEqual(found.AsSpan(0, read)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A name made of what the files have in them.</summary>
    private string KeyOf(Content[] files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            foreach (Content file in files)
            {
                using Stream content = Open(file);
                hash.AppendData(Encoding.UTF8.GetBytes($"{file.Name}\0{content.Length}\0"));
                for (int read; (read = content.Read(buffer)) > 0;)
                {
                    hash.AppendData(buffer, 0, read);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private Stream Open(Content file) => assembly.GetManifestResourceStream(file.Resource)!;

    /// <summary>A file of the model.</summary>
    /// <param name="Resource">The name that it has in the assembly.</param>
    /// <param name="Name">Its path from the folder of the model.</param>
    private sealed record Content(string Resource, string Name);
}
