using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using BertGen;
using Microsoft.Data.Sqlite;

namespace SemanticSearch;

/// <summary>Files, their passages and vectors in a SQLite file. A file is replaced whole or not at all.</summary>
internal sealed class PassageStore : IDisposable
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS model (name TEXT NOT NULL, width INTEGER NOT NULL, parameters INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS files (name TEXT PRIMARY KEY, hash TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS passages (file TEXT NOT NULL REFERENCES files ON DELETE CASCADE, line INTEGER NOT NULL, text TEXT NOT NULL, vector BLOB NOT NULL);
        CREATE INDEX IF NOT EXISTS passages_of_file ON passages (file);
        """;

    private readonly SqliteConnection _connection;
    private readonly int _width;

    private PassageStore(SqliteConnection connection, int width) => (_connection, _width) = (connection, width);

    /// <summary>Opens an index, or creates it. One that another model made is emptied: its vectors cannot be compared.</summary>
    /// <exception cref="UserException">The file cannot be opened, or is none of SQLite.</exception>
    public static PassageStore Open(string file, BertModelInfo model)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, ForeignKeys = true }.ToString());
        try
        {
            connection.Open();
            var store = new PassageStore(connection, model.HiddenSize);
            store.Execute(Schema);
            string made = string.Create(CultureInfo.InvariantCulture, $"name = $name AND width = {model.HiddenSize} AND parameters = {model.ParameterCount}");
            if (store.Read($"SELECT 1 FROM model WHERE {made}", row => row.GetInt32(0), ("$name", model.Name)).Count == 0)
            {
                store.Execute("DELETE FROM files; DELETE FROM model");
                store.Execute(
                    string.Create(CultureInfo.InvariantCulture, $"INSERT INTO model VALUES ($name, {model.HiddenSize}, {model.ParameterCount})"), ("$name", model.Name));
            }

            return store;
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw new UserException($"{file}: {e.Message}", e);
        }
    }

    /// <summary>The hash of each file.</summary>
    public IReadOnlyDictionary<string, string> Files() =>
        Read("SELECT name, hash FROM files", row => (Name: row.GetString(0), Hash: row.GetString(1))).ToDictionary(file => file.Name, file => file.Hash);

    /// <summary>Takes files out.</summary>
    public void Remove(IEnumerable<string> files)
    {
        foreach (string file in files)
        {
            Execute("DELETE FROM files WHERE name = $name", ("$name", file));
        }
    }

    /// <summary>Puts the passages of a file in the place of those that it had.</summary>
    public void Replace(string file, string hash, IEnumerable<Passage> passages, TextEmbeddings vectors)
    {
        using SqliteTransaction transaction = _connection.BeginTransaction();
        Execute("DELETE FROM files WHERE name = $name", ("$name", file));
        Execute("INSERT INTO files VALUES ($name, $hash)", ("$name", file), ("$hash", hash));
        foreach ((int row, Passage passage) in passages.Index())
        {
            Execute(
                "INSERT INTO passages VALUES ($file, $line, $text, $vector)",
                ("$file", file),
                ("$line", passage.Line),
                ("$text", passage.Text),
                ("$vector", MemoryMarshal.AsBytes(vectors[row]).ToArray()));
        }

        transaction.Commit();
    }

    /// <summary>Reads all passages, in the order of files and lines.</summary>
    public PassageSearch Read()
    {
        var rows = Read(
            "SELECT file, line, text, vector FROM passages ORDER BY file, rowid",
            row => (Passage: new Passage(row.GetString(0), row.GetInt32(1), row.GetString(2)), Vector: (byte[])row.GetValue(3)));
        float[] values = [.. rows.SelectMany(row => MemoryMarshal.Cast<byte, float>(row.Vector).ToArray())];
        return new PassageSearch(
            [.. rows.Select(row => row.Passage)],
            new TextEmbeddings(Tensor.Create(values, [rows.Count, _width]), [.. rows.Select(row => row.Passage.Text)]));
    }

    public void Dispose() => _connection.Dispose();

    private void Execute(string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        using SqliteCommand command = Command(sql, values);
        command.ExecuteNonQuery();
    }

    private List<T> Read<T>(string sql, Func<SqliteDataReader, T> of, params ReadOnlySpan<(string Name, object Value)> values)
    {
        using SqliteCommand command = Command(sql, values);
        using SqliteDataReader reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(of(reader));
        }

        return rows;
    }

    private SqliteCommand Command(string sql, ReadOnlySpan<(string Name, object Value)> values)
    {
        SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach ((string name, object value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }
}
