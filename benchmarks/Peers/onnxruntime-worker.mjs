// Runs ONNX Runtime for the command `peers`: reads a question a line, answers each with a line.
// node onnxruntime-worker.mjs FOLDER THREADS FORM=MODEL.onnx...   FOLDER holds node_modules.
import { createRequire } from 'node:module';
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const [folder, threads, ...models] = process.argv.slice(2);
const require = createRequire(folder + '/');
const ort = require('onnxruntime-node');

const sessions = {};
for (const model of models) {
  const [form, path] = model.split('=');
  sessions[form] = await ort.InferenceSession.create(path, {
    graphOptimizationLevel: 'all',
    executionMode: 'sequential',
    intraOpNumThreads: Number(threads),
    interOpNumThreads: 1,
    logSeverityLevel: 3,
  });
}

// The inputs of some texts as one batch, padded to the longest.
function feeds(texts) {
  const longest = Math.max(...texts.map(text => text.length));
  const shape = [texts.length, longest];
  const ids = new BigInt64Array(texts.length * longest);
  const mask = new BigInt64Array(ids.length);
  texts.forEach((text, row) => text.forEach((id, column) => {
    ids[row * longest + column] = BigInt(id);
    mask[row * longest + column] = 1n;
  }));
  return {
    input_ids: new ort.Tensor('int64', ids, shape),
    token_type_ids: new ort.Tensor('int64', new BigInt64Array(ids.length), shape),
    attention_mask: new ort.Tensor('int64', mask, shape),
  };
}

const workloads = {};
const questions = {
  add({ workload, texts }) {
    workloads[workload] = { texts, padded: [feeds(texts)], alone: texts.map(text => feeds([text])) };
    return {};
  },

  async run({ workload, form, alone, times }) {
    const batches = workloads[workload][alone ? 'alone' : 'padded'];
    const seconds = [];
    for (let i = 0; i < times; i++) {
      const start = performance.now();
      for (const batch of batches) await sessions[form].run(batch);
      seconds.push((performance.now() - start) / 1000);
    }
    return { seconds };
  },

  async output({ workload, form, alone, file }) {
    const { texts, padded, alone: single } = workloads[workload];
    const rows = [];
    for (const batch of alone ? single : padded) {
      const { output } = await sessions[form].run(batch);
      const [, longest, width] = output.dims;
      const lengths = alone ? [longest] : texts.map(text => text.length);
      lengths.forEach((length, row) => rows.push(output.data.slice(row * longest * width, (row * longest + length) * width)));
    }
    writeFileSync(file, Buffer.concat(rows.map(row => Buffer.from(row.buffer, row.byteOffset, row.byteLength))));
    return {};
  },
};

console.log(JSON.stringify({ ready: `ONNX Runtime ${require('onnxruntime-node/package.json').version}` }));
for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line);
  console.log(JSON.stringify(await questions[question.ask](question)));
}
