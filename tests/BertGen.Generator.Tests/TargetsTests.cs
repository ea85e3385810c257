using System.Diagnostics;
using BertGen.Generator.Tests.Harness;
using BertGen.Tasks;

namespace BertGen.Generator.Tests;

/// <summary>The build finds the files of models, and nothing else.</summary>
public sealed class TargetsTests
{
    [Fact]
    public async Task OutputFoldersAreNotSearchedAtAnyDepth()
    {
        DirectoryInfo root = Directory.CreateTempSubdirectory("bertgen-targets-");
        try
        {
            string[] folders = ["models/tiny", "bin/tiny", "obj/tiny", "tool/bin/tiny", "tool/obj/Debug/tiny", "web/node_modules/tiny", ".cache/tiny"];
            foreach (string folder in folders)
            {
                root.CreateSubdirectory(folder);
                await File.WriteAllTextAsync(Path.Combine(root.FullName, folder, "config.json"), TestModels.Tiny);
            }

            string found = await CollectAsync(root.FullName);

            string[] searched = [.. folders.Where(folder => found.Contains(folder + "/config.json"))];
            Assert.True(searched is ["models/tiny"], found);
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task WhatTheTaskPreparesIsHandedOver()
    {
        using var folder = new ScratchFolder();
        folder.Write("models/tiny/config.json", "{}"u8.ToArray());
        folder.Write("models/tiny/model.safetensors", 2, 0, 0, 0, 0, 0, 0, 0, (byte)'{', (byte)'}');
        folder.Write("Model.cs", "[PretrainedBertEmbedder(\"bert.tgz\")] class Model;"u8.ToArray());
        folder.Write("bert.tgz", "no archive"u8.ToArray());

        string found = await CollectAsync(folder.Root);

        Assert.Contains("/models/tiny/config.json", found);
        Assert.Matches("/obj/bertgen/tiny-[0-9a-f]{16}/model.safetensors.json", found);
        Assert.Matches("/obj/bertgen/bert.tgz-[0-9a-f]{16}/archive.json", found);
    }

    /// <summary>The files that a project in a folder gives to the compiler, as JSON with forward slashes.</summary>
    private static async Task<string> CollectAsync(string folder)
    {
        string build = Path.Combine(RepositoryFolder.Root, "generator", "build");
        string project = Path.Combine(folder, "Project.proj");
        await File.WriteAllTextAsync(project, $"""
            <Project>
              <PropertyGroup>
                <BaseOutputPath>bin/</BaseOutputPath>
                <BaseIntermediateOutputPath>obj/</BaseIntermediateOutputPath>
                <IntermediateOutputPath>obj/</IntermediateOutputPath>
                <BertGenTasks>{typeof(CollectBertModels).Assembly.Location}</BertGenTasks>
              </PropertyGroup>
              <Import Project="{build}/BertGen.props" />
              <ItemGroup>
                <Compile Include="**/*.cs" />
              </ItemGroup>
              <Import Project="{build}/BertGen.targets" />
            </Project>
            """);
        string[] arguments = ["msbuild", project, "-nologo", "-nodeReuse:false", "-t:CollectBertModelFiles", "-getItem:AdditionalFiles"];
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, output);
        return output.Replace(@"\\", "/");
    }
}
