// Asks a server as a program of Node.js does it, and prints what came back: node openai.mjs ADDRESS
import OpenAI, { APIError } from "openai";

const client = new OpenAI({ baseURL: process.argv[2], apiKey: "unused", maxRetries: 0 });
const texts = ["fear of heights", "a young dog"];
const both = await client.embeddings.create({ model: "WordNetMini", input: texts });
const one = await client.embeddings.create({ model: "WordNetMini", input: texts[0], dimensions: 32, encoding_format: "float" });
const models = await client.models.list();
let error = null;
try {
    await client.embeddings.create({ model: "none", input: "a" });
} catch (e) {
    error = e instanceof APIError ? { status: e.status, code: e.code, param: e.param, type: e.type } : { message: String(e) };
}

console.log(JSON.stringify({
    vectors: both.data.map(item => item.embedding),
    model: both.model,
    tokens: both.usage.prompt_tokens,
    cut: one.data[0].embedding,
    models: models.data.map(model => model.id),
    error,
}));
