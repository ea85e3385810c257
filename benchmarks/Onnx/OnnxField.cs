namespace BertGen.Benchmarks.Onnx;

/// <summary>The numbers that the ONNX format gives to the fields of its messages, as far as they are written here.</summary>
internal static class OnnxField
{
    internal static class Model
    {
        public const int IrVersion = 1;
        public const int Graph = 7;
        public const int OperatorSet = 8;
    }

    internal static class OperatorSet
    {
        public const int Domain = 1;
        public const int Version = 2;
    }

    internal static class Graph
    {
        public const int Node = 1;
        public const int Name = 2;
        public const int Initializer = 5;
        public const int Input = 11;
        public const int Output = 12;
    }

    internal static class Node
    {
        public const int Input = 1;
        public const int Output = 2;
        public const int Name = 3;
        public const int Operation = 4;
        public const int Attribute = 5;
        public const int Domain = 7;
    }

    internal static class Attribute
    {
        public const int Name = 1;
        public const int Float = 2;
        public const int Integer = 3;
        public const int Integers = 8;
        public const int Type = 20;
    }

    internal static class Tensor
    {
        public const int Length = 1;
        public const int Type = 2;
        public const int Name = 8;
        public const int Bytes = 9;
        public const int External = 13;
        public const int Location = 14;
    }

    internal static class Value
    {
        public const int Name = 1;
        public const int Type = 2;
    }

    /// <summary>A type that is a tensor, with the type of its elements, its shape and the lengths of that.</summary>
    internal static class TensorType
    {
        public const int Tensor = 1;
        public const int Element = 1;
        public const int Shape = 2;
        public const int Dimension = 1;
        public const int Length = 1;
        public const int Symbol = 2;
    }
}
