using System.Reflection;
using BertGen.Generator.Checking;
using BertGen.Generator.Members;
using BertGen.Generator.Model;
using BertGen.Generator.Options;
using BertGen.Generator.Tests.Harness;
using BertGen.Generator.Tests.Published;
using BertGen.Generator.Writing;

namespace BertGen.Generator.Tests;

/// <summary>The table of members is what compiled classes have: no more, and no less.</summary>
public sealed class MemberTableTests
{
    private static readonly string[] Options =
    [
        "",
        ", Pooling = BertGen.BertPooling.Max",
        ", ScalarMixParameters = new double[] { 1, 2, 3 }, Pooling = BertGen.BertPooling.Cls, Pooler = true",
        ", TopLayerOnly = true, Pooler = true, Head = BertGen.BertHead.MaskedLanguage",
        ", Pooling = BertGen.BertPooling.Mean, Pooler = true, RequiresGrad = true",
        ", Pooling = BertGen.BertPooling.Mean, RequiresGrad = true, FrozenLayers = 3",
        ", FrozenLayers = 1, RequiresGrad = true, Checkpointing = true, Head = BertGen.BertHead.SequenceClassification",
        ", RequiresGrad = true, Head = BertGen.BertHead.TokenClassification, TopLayerOnly = true",
        Torch,
        Torch + ", Pooling = BertGen.BertPooling.Mean, RequiresGrad = true, Pooler = true",
        Torch + ", TopLayerOnly = true, Head = BertGen.BertHead.SequenceClassification",
        Torch + ", ScalarMixParameters = new double[] { 1, 2, 3 }, Head = BertGen.BertHead.TokenClassification",
        Torch + ", TopLayerOnly = true, Head = BertGen.BertHead.MaskedLanguage",
    ];

    private const string Torch = ", Target = BertGen.BertTarget.TorchSharp";

    private static readonly Lazy<CompiledClasses> Tiny = new(() => CompiledClasses.Compile(Options.Select((options, i) =>
        ($"Class{i}", (IReadOnlyDictionary<string, string>)new Dictionary<string, string> { ["config.json"] = TestModels.Tiny }, options))));

    [Fact]
    public void EveryMemberHasARowAndEveryRowItsMember()
    {
        CheckedModel[] classes = [.. Compiled(Tiny.Value), .. Compiled(PublishedFolderTests.Classes.Value)];
        Assert.True(classes.Length > 30, $"Only {classes.Length} classes were compiled.");
        Assert.All(Compiled(Tiny.Value), model => Compare(model, Tiny.Value.TypeOf(model.Class.Name)));
        Assert.All(Compiled(PublishedFolderTests.Classes.Value), model => Compare(model, PublishedFolderTests.Classes.Value.TypeOf(model.Class.Name)));
        Assert.Equal(Options.Length, Compiled(Tiny.Value).Count());

        // But for what needs a hub: no part is left out of these classes.
        ClassParts seen = classes.Aggregate(ClassParts.None, (parts, model) => parts | WrittenParts.Of(model.Spec!));
        Assert.Equal(ClassParts.All & ~ClassParts.Hub, seen);
    }

    private static IEnumerable<CheckedModel> Compiled(CompiledClasses classes) => classes.All.Where(model => model.Spec is not null);

    private static void Compare(CheckedModel model, Type type)
    {
        EmbedderSpec spec = model.Spec!;
        HashSet<string> modules = spec.Target == Target.TorchSharp ? [.. ModuleNameCheck.NamesOf(spec)] : [];
        (string Text, string Name)[] members = [.. MembersOf(type)];
        Assert.Equal(modules.Order(), members.Where(member => modules.Contains(member.Name)).Select(member => member.Name).Order());

        ClassParts parts = WrittenParts.Of(spec);
        Assert.Equal(
            MemberTable.All.Where(member => member.IsOf(parts)).Select(member => $"{member.Kind} {member.Name}({member.Parameters})").Order(),
            members.Where(member => !modules.Contains(member.Name)).Select(member => member.Text).Order());
    }

    private static IEnumerable<(string Text, string Name)> MembersOf(Type type) => type
        .GetMembers(BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static)
        .Where(member => !member.Name.Contains('<') && !member.Name.Contains('.') && member is not (ConstructorInfo or MethodInfo { IsSpecialName: true }))
        .Select(member => ($"{KindOf(member)} {member.Name}({(member is MethodInfo method ? string.Join(' ', method.GetParameters().Select(parameter => NameOf(parameter.ParameterType))) : "")})", member.Name));

    private static MemberKind KindOf(MemberInfo member) => member switch
    {
        FieldInfo { IsLiteral: true } => MemberKind.Constant,
        FieldInfo => MemberKind.Field,
        PropertyInfo => MemberKind.Property,
        MethodInfo => MemberKind.Method,
        Type => MemberKind.Type,
        _ => throw new InvalidOperationException($"{member} is no member that is written."),
    };

    private static string NameOf(Type type) => type.Name.Replace("`1", "", StringComparison.Ordinal);
}
