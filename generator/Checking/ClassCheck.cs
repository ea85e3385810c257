using BertGen.Generator.Diagnostics;
using BertGen.Generator.Options;

namespace BertGen.Generator.Checking;

/// <summary>Checks that a class can take the members that are written into it.</summary>
internal static class ClassCheck
{
    public static IEnumerable<Finding> Check(ClassShape shape)
    {
        if (!shape.IsPartial)
        {
            yield return Finding.Of(Descriptors.NotPartial, Place.Class, shape.Name);
        }

        foreach (ContainerShape container in shape.Containers)
        {
            if (!container.IsPartial)
            {
                yield return Finding.Of(Descriptors.ContainerNotPartial, Place.Class, shape.Name, container.Name);
            }
        }

        if (shape.IsGeneric || shape.Containers.Any(container => container.IsGeneric))
        {
            yield return Finding.Of(Descriptors.Generic, Place.Class, shape.Name);
        }

        if (KindProblem(shape) is var (problem, fix))
        {
            yield return Finding.Of(Descriptors.ClassKind, Place.Class, shape.Name, problem, fix);
        }

        for (int i = 0; i < shape.ConstructorCount; i++)
        {
            yield return Finding.Of(
                Descriptors.ClassKind, Place.Constructor(i), shape.Name, "given a constructor", "remove the constructor, which could not load weights");
        }

        foreach (string name in shape.TakenNames)
        {
            yield return Finding.Of(Descriptors.MemberNameTaken, Place.Member(name), shape.Name, name);
        }
    }

    private static (string Problem, string Fix)? KindProblem(ClassShape shape) => shape switch
    {
        { IsRecord: true } => ("a record", "declare it as 'class'"),
        { IsStatic: true } => ("static", "remove the 'static' modifier"),
        { IsAbstract: true } => ("abstract", "remove the 'abstract' modifier"),
        { IsFileLocal: true } => ("local to its file", "remove the 'file' modifier"),
        { HasPrimaryConstructor: true } => ("given a primary constructor", "remove the parameter list"),
        { Containers: var containers } when containers.Any(container => container.IsFileLocal) =>
            ("nested in a type local to its file", "remove the 'file' modifier"),
        _ => null,
    };
}
