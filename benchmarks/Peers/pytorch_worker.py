"""Runs PyTorch for the command `peers`: reads a question a line, answers each with a line.

python3 pytorch_worker.py CHECKPOINT LAYERS HEADS THREADS
"""
import json
import math
import os
import struct
import sys
import time
import warnings

CHECKPOINT, LAYERS, HEADS, THREADS = sys.argv[1], *map(int, sys.argv[2:])
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = str(THREADS)
warnings.filterwarnings("ignore")

import torch
from torch import nn
from torch.nn import functional

torch.set_grad_enabled(False)
torch.set_num_threads(THREADS)
torch.set_num_interop_threads(1)
EPSILON = 1e-12


def read(path):
    """The tensors of a safetensors file."""
    with open(path, "rb") as file:
        length = struct.unpack("<Q", file.read(8))[0]
        header = json.loads(file.read(length))
        data = bytearray(file.read())
    tensors = {}
    for name, entry in header.items():
        start, end = entry["data_offsets"]
        tensors[name] = torch.frombuffer(data, dtype=torch.float32, count=(end - start) // 4, offset=start).reshape(entry["shape"])
    return tensors


weights = read(CHECKPOINT)
hidden = weights["embeddings.word_embeddings.weight"].shape[1]
intermediate = weights["encoder.layer.0.intermediate.dense.weight"].shape[0]


def linear(x, name):
    return functional.linear(x, weights[name + ".weight"], weights[name + ".bias"])


def norm(x, name):
    return functional.layer_norm(x, (hidden,), weights[name + ".weight"], weights[name + ".bias"], EPSILON)


def embed(ids):
    words = functional.embedding(ids, weights["embeddings.word_embeddings.weight"])
    places = weights["embeddings.position_embeddings.weight"][: ids.shape[1]]
    kinds = functional.embedding(torch.zeros_like(ids), weights["embeddings.token_type_embeddings.weight"])
    return norm(words + kinds + places, "embeddings.LayerNorm")


def heads(x):
    return x.view(x.shape[0], x.shape[1], HEADS, hidden // HEADS).transpose(1, 2)


def eager(ids, mask):
    """The model as it is usually written, one operation after the other."""
    bias = (1.0 - mask[:, None, None, :].float()) * -10000.0
    x = embed(ids)
    for layer in range(LAYERS):
        name = f"encoder.layer.{layer}."
        query, key, value = (heads(linear(x, f"{name}attention.self.{part}")) for part in ("query", "key", "value"))
        scores = query @ key.transpose(-1, -2) / math.sqrt(hidden // HEADS) + bias
        context = (scores.softmax(-1) @ value).transpose(1, 2).reshape(x.shape)
        x = norm(linear(context, name + "attention.output.dense") + x, name + "attention.output.LayerNorm")
        inner = functional.gelu(linear(x, name + "intermediate.dense"))
        x = norm(linear(inner, name + "output.dense") + x, name + "output.LayerNorm")
    return x


def make_encoder():
    """PyTorch's own encoder, whose fast path leaves padding out in nested tensors."""
    layer = nn.TransformerEncoderLayer(hidden, HEADS, intermediate, activation="gelu", batch_first=True, layer_norm_eps=EPSILON)
    encoder = nn.TransformerEncoder(layer, LAYERS, enable_nested_tensor=True).eval().requires_grad_(False)
    for number, layer in enumerate(encoder.layers):
        name = f"encoder.layer.{number}."
        for kind in ("weight", "bias"):
            parts = [weights[f"{name}attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
            getattr(layer.self_attn, "in_proj_" + kind).data = torch.cat(parts)
            getattr(layer.self_attn.out_proj, kind).data = weights[f"{name}attention.output.dense.{kind}"]
            getattr(layer.norm1, kind).data = weights[f"{name}attention.output.LayerNorm.{kind}"]
            getattr(layer.linear1, kind).data = weights[f"{name}intermediate.dense.{kind}"]
            getattr(layer.linear2, kind).data = weights[f"{name}output.dense.{kind}"]
            getattr(layer.norm2, kind).data = weights[f"{name}output.LayerNorm.{kind}"]
    return encoder


encoder = make_encoder()


def nested(ids, mask):
    x = embed(ids)
    return encoder(x) if bool(mask.all()) else encoder(x, src_key_padding_mask=~mask)


FORMS = {"eager": eager, "nested": nested}
workloads = {}


def batch(texts):
    """Ids, padded to the longest text, and where they are no padding."""
    ids = torch.zeros(len(texts), max(map(len, texts)), dtype=torch.long)
    for row, text in enumerate(texts):
        ids[row, : len(text)] = torch.tensor(text)
    return ids, ids != 0


def add(question):
    texts = question["texts"]
    workloads[question["workload"]] = {False: [batch(texts)], True: [batch([text]) for text in texts]}
    return {}


def run(question):
    form, batches = FORMS[question["form"]], workloads[question["workload"]][question["alone"]]
    seconds = []
    for _ in range(question["times"]):
        start = time.perf_counter()
        for inputs in batches:
            form(*inputs)
        seconds.append(time.perf_counter() - start)
    return {"seconds": seconds}


def output(question):
    form, batches = FORMS[question["form"]], workloads[question["workload"]][question["alone"]]
    with open(question["file"], "wb") as file:
        for ids, mask in batches:
            vectors = form(ids, mask)
            file.write(vectors[mask[:, : vectors.shape[1]]].numpy().tobytes())
    return {}


def blas():
    """The library behind the products, as the process has mapped it."""
    with open("/proc/self/maps") as maps:
        names = {os.path.basename(os.path.realpath(line.split()[-1])) for line in maps if "blas" in line and ".so" in line}
    return ", ".join(sorted(names)) or "built in"


def answer(reply):
    print(json.dumps(reply), flush=True)


answer({"ready": f"PyTorch {torch.__version__} ({blas()})"})
for line in sys.stdin:
    question = json.loads(line)
    answer({"add": add, "run": run, "output": output}[question["ask"]](question))
