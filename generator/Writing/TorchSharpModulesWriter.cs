using BertGen.Generator.Common;
using BertGen.Generator.Members;

namespace BertGen.Generator.Writing;

/// <summary>Writes the classes of the modules that mirror a checkpoint. All layers share one.</summary>
internal static class TorchSharpModulesWriter
{
    /// <summary>Writes the classes of modules, each with those of its own modules in it.</summary>
    /// <param name="writer">Where they go.</param>
    /// <param name="modules">The modules.</param>
    /// <param name="path">State-dict name of what holds them, with a dot at its end, or nothing.</param>
    public static void Write(IndentedWriter writer, IEnumerable<TorchSharpModule> modules, string path = "")
    {
        bool isFirst = true;
        foreach (TorchSharpModule module in modules.Where(module => module.LeafType is null))
        {
            if (!isFirst)
            {
                writer.Blank();
            }

            isFirst = false;
            Write(writer, module, path + module.Name);
        }
    }

    /// <summary>The properties for modules, each after a blank line.</summary>
    public static void Properties(IndentedWriter writer, IEnumerable<TorchSharpModule> modules, string path)
    {
        foreach (TorchSharpModule module in modules)
        {
            writer.Blank();
            writer.Lines($$"""
                /// <summary><c>{{path}}{{module.Name}}</c>{{(module.IsOptional ? ", or null in layers without" : "")}}.</summary>
                [field: {{TorchNames.ComponentName}}(Name = "{{module.Name}}")]
                public {{TypeOf(module)}}{{(module.IsOptional ? "?" : "")}} {{TorchNames.Property(module.Name)}} { get; }
                """);
        }
    }

    /// <summary>What makes a module.</summary>
    /// <param name="module">The module.</param>
    /// <param name="path">Its state-dict name, where <c>{path}</c> stands for what is known only at run time.</param>
    private static string Creation(TorchSharpModule module, string path)
    {
        string name = $"{(path.StartsWith("{", StringComparison.Ordinal) ? "$" : "")}\"{path}\"";
        return module.Loader is { } loader ? $"weights.{(module.IsOptional ? "Optional" : "")}{loader}({name})" : $"new {ClassOf(module)}(weights, {name})";
    }

    private static string TypeOf(TorchSharpModule module) =>
        module.LeafType
        ?? (module.IsList ? $"{TorchNames.ModuleList}<{ClassOf(module)}>" : ClassOf(module));

    private static string ClassOf(TorchSharpModule module) => TorchNames.ClassOf(module.Name);

    private static void Write(IndentedWriter writer, TorchSharpModule module, string path)
    {
        if (module.IsList)
        {
            // Of a list the modules have a class, and the list itself one of the library.
            Class(writer, module, module.Fullest(), path + ".N");
        }
        else
        {
            Class(writer, module, module, path);
        }
    }

    private static void Class(IndentedWriter writer, TorchSharpModule named, TorchSharpModule module, string path)
    {
        string type = ClassOf(named);
        string arguments = $"{TorchNames.TorchWeights} weights, string path";
        writer.Lines($"/// <summary>The modules under <c>{path}</c>.</summary>");
        if (module.IsJoined)
        {
            TorchSharpModule[] others = [.. module.Children.Except(module.Joined)];
            string parts = string.Join(", ", module.Joined.Select(child => $"\"{child.Name}\""));
            writer.Block($"public sealed class {type} : {TorchNames.JoinedModule}", () =>
            {
                writer.Block($"internal {type}({arguments}) : base(weights, path, \"{module.Name}\", {parts})", () =>
                {
                    foreach (TorchSharpModule other in others)
                    {
                        Assignment(writer, other, $"{{path}}.{other.Name}");
                        writer.Lines($"register_module(\"{other.Name}\", {TorchNames.Property(other.Name)});");
                    }
                });
                for (int i = 0; i < module.Joined.Count; i++)
                {
                    writer.Blank();
                    writer.Lines($"""
                        /// <summary><c>{path}.{module.Joined[i].Name}</c>.</summary>
                        public {TorchNames.LinearModule} {TorchNames.Property(module.Joined[i].Name)} => Part({NumberText.Plain(i)});
                        """);
                }

                foreach (TorchSharpModule other in others)
                {
                    writer.Blank();
                    writer.Lines($$"""
                        /// <summary><c>{{path}}.{{other.Name}}</c>.</summary>
                        public {{TypeOf(other)}} {{TorchNames.Property(other.Name)}} { get; }
                        """);
                }
            });
            return;
        }

        writer.Block($"public sealed class {type} : {TorchNames.Module}", () =>
        {
            writer.Block($"internal {type}({arguments}) : base(\"{named.Name}\")", () =>
            {
                foreach (TorchSharpModule child in module.Children)
                {
                    Assignment(writer, child, $"{{path}}.{child.Name}");
                }

                writer.Lines("RegisterComponents();");
            });
            Properties(writer, module.Children, path + ".");
            if (module.Children.Any(child => child.LeafType is null))
            {
                writer.Blank();
                Write(writer, module.Children, path + ".");
            }
        });
    }

    /// <summary>Makes a module and keeps it in its property.</summary>
    public static void Assignment(IndentedWriter writer, TorchSharpModule module, string path)
    {
        string property = TorchNames.Property(module.Name);
        if (!module.IsList)
        {
            writer.Lines($"{property} = {Creation(module, path)};");
            return;
        }

        writer.Lines($"{property} = new {TypeOf(module)}(");
        for (int i = 0; i < module.Children.Count; i++)
        {
            string end = i == module.Children.Count - 1 ? ");" : ",";
            writer.Lines($"    new {ClassOf(module)}(weights, $\"{path}.{module.Children[i].Name}\"){end}");
        }
    }
}
