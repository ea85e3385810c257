namespace BertGen.Engine.Threading;

/// <summary>Objects kept for the next call. Renting and returning allocates nothing once the pool has grown.</summary>
/// <typeparam name="T">What is kept.</typeparam>
internal sealed class Pool<T>
    where T : class, new()
{
    private readonly Lock _lock = new();
    private readonly Stack<T> _idle = new();

    public T Rent()
    {
        lock (_lock)
        {
            if (_idle.TryPop(out T? item))
            {
                return item;
            }
        }

        return new T();
    }

    public void Return(T item)
    {
        lock (_lock)
        {
            _idle.Push(item);
        }
    }
}
