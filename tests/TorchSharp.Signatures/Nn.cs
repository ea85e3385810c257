using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static class nn
    {
        public class Module : IDisposable
        {
            protected Module(string name) => throw Missing.Library;

            public virtual bool training => throw Missing.Library;

            public void Dispose() => throw Missing.Library;

            public virtual void eval() => throw Missing.Library;

            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(
                Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null) => throw Missing.Library;

            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true) => throw Missing.Library;

            public virtual IEnumerable<Parameter> parameters(bool recurse = true) => throw Missing.Library;

            public virtual void register_module(string name, Module submodule) => throw Missing.Library;

            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null) => throw Missing.Library;

            public virtual void train(bool train = true) => throw Missing.Library;

            protected virtual void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking) => throw Missing.Library;

            protected void ConditionallyRegisterParameter(string name, Parameter? value) => throw Missing.Library;

            protected virtual void Dispose(bool disposing) => throw Missing.Library;

            protected virtual void RegisterComponents() => throw Missing.Library;
        }

        public abstract class Module<T1, T2, T3, TResult> : Module
        {
            protected Module(string name)
                : base(name)
            {
            }

            public abstract TResult forward(T1 input1, T2 input2, T3 input3);
        }

        public static class functional
        {
            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false) => throw Missing.Library;

            public static Tensor layer_norm(Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5) => throw Missing.Library;

            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) => throw Missing.Library;

            public static Tensor normalize(Tensor input, double p = 2.0, long dim = 1L, double eps = 1e-12) => throw Missing.Library;

            public static Tensor scaled_dot_product_attention(
                Tensor query, Tensor key, Tensor value, Tensor? attn_mask = null, double p = 0.0, bool is_casual = false) => throw Missing.Library;
        }
    }
}
