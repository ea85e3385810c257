"""Trains with PyTorch for the command `train`: reads a question a line, answers each with a line.

python3 training_worker.py CHECKPOINT LAYERS HEADS THREADS
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
from torch.nn import functional

torch.set_num_threads(THREADS)
torch.set_num_interop_threads(1)
EPSILON = 1e-12


def read(path):
    """The tensors of a safetensors file, to be trained."""
    with open(path, "rb") as file:
        length = struct.unpack("<Q", file.read(8))[0]
        header = json.loads(file.read(length))
        data = bytearray(file.read())
    tensors = {}
    for name, entry in header.items():
        start, end = entry["data_offsets"]
        values = torch.frombuffer(data, dtype=torch.float32, count=(end - start) // 4, offset=start).reshape(entry["shape"])
        tensors[name] = values.clone().requires_grad_(True)
    return tensors


weights = {name: tensor for name, tensor in read(CHECKPOINT).items() if not name.startswith("pooler.")}
hidden = weights["embeddings.word_embeddings.weight"].shape[1]
plain = [tensor for name, tensor in weights.items() if name.endswith(".bias") or "LayerNorm" in name]
decayed = [tensor for name, tensor in weights.items() if not (name.endswith(".bias") or "LayerNorm" in name)]
optimizer = torch.optim.AdamW([{"params": decayed, "weight_decay": 0.01}, {"params": plain, "weight_decay": 0.0}], lr=1e-9)


def linear(x, name):
    return functional.linear(x, weights[name + ".weight"], weights[name + ".bias"])


def norm(x, name):
    return functional.layer_norm(x, (hidden,), weights[name + ".weight"], weights[name + ".bias"], EPSILON)


def heads(x):
    return x.view(x.shape[0], x.shape[1], HEADS, hidden // HEADS).transpose(1, 2)


def forward(ids):
    words = functional.embedding(ids, weights["embeddings.word_embeddings.weight"], padding_idx=0)
    places = weights["embeddings.position_embeddings.weight"][: ids.shape[1]]
    kinds = functional.embedding(torch.zeros_like(ids), weights["embeddings.token_type_embeddings.weight"])
    x = norm(words + kinds + places, "embeddings.LayerNorm")
    for layer in range(LAYERS):
        name = f"encoder.layer.{layer}."
        query, key, value = (heads(linear(x, f"{name}attention.self.{part}")) for part in ("query", "key", "value"))
        scores = query @ key.transpose(-1, -2) / math.sqrt(hidden // HEADS)
        context = (scores.softmax(-1) @ value).transpose(1, 2).reshape(x.shape)
        x = norm(linear(context, name + "attention.output.dense") + x, name + "attention.output.LayerNorm")
        inner = functional.gelu(linear(x, name + "intermediate.dense"))
        x = norm(linear(inner, name + "output.dense") + x, name + "output.LayerNorm")
    return x


def step(question):
    """The seconds of forward pass, backward pass, and the optimizer's step with clipping."""
    ids = torch.tensor(question["ids"])
    cotangent = torch.cos(torch.arange(ids.numel() * hidden, dtype=torch.float32)).reshape(*ids.shape, hidden)
    rows = []
    for _ in range(question["times"]):
        optimizer.zero_grad(set_to_none=True)
        start = time.perf_counter()
        output = forward(ids)
        middle = time.perf_counter()
        output.backward(cotangent)
        end = time.perf_counter()
        torch.nn.utils.clip_grad_norm_(weights.values(), 1.0)
        optimizer.step()
        rows.append([middle - start, end - middle, time.perf_counter() - end])
    return {"seconds": rows}


def gradient(question):
    ids = torch.tensor(question["ids"])
    cotangent = torch.cos(torch.arange(ids.numel() * hidden, dtype=torch.float32)).reshape(*ids.shape, hidden)
    optimizer.zero_grad(set_to_none=True)
    forward(ids).backward(cotangent)
    with open(question["file"], "wb") as file:
        file.write(weights[question["name"]].grad.numpy().tobytes())
    return {}


def answer(reply):
    print(json.dumps(reply), flush=True)


answer({"ready": f"PyTorch {torch.__version__}"})
for line in sys.stdin:
    question = json.loads(line)
    answer({"step": step, "gradient": gradient}[question["ask"]](question))
