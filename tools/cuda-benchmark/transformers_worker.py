"""Hugging Face transformers with scaled dot product attention: answers one line of JSON with another."""

import json
import os
import sys
import time

import torch
from transformers import BertConfig, BertModel

TYPES = {"float32": torch.float32, "tf32": torch.float32, "bfloat16": torch.bfloat16, "float16": torch.float16}
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
SIDE = 8192 if DEVICE == "cuda" else 512


def wait():
    if DEVICE == "cuda":
        torch.cuda.synchronize()


def repeat(call, seconds):
    """Seconds of one call, after some to warm up; the clock is read when the device is done."""
    for _ in range(3):
        call()
    wait()
    start, count = time.perf_counter(), 0
    while time.perf_counter() - start < seconds or count < 3:
        call()
        wait()
        count += 1
    return (time.perf_counter() - start) / count


def make(configs, folder):
    """Writes every shape with random weights, once."""
    for name in sorted(os.listdir(configs)):
        target = os.path.join(folder, name)
        if not os.path.exists(os.path.join(target, "model.safetensors")):
            torch.manual_seed(7)
            config = BertConfig.from_json_file(os.path.join(configs, name, "config.json"))
            BertModel(config, add_pooling_layer=False).save_pretrained(target, safe_serialization=True)


def batch(lengths):
    longest = max(lengths)
    row = torch.arange(len(lengths)).unsqueeze(1)
    column = torch.arange(longest).unsqueeze(0)
    mask = column < torch.tensor(lengths).unsqueeze(1)
    ids = (1000 + (row * 131 + column * 31) % 20000) * mask
    return ids.to(DEVICE), (None if bool(mask.all()) else mask.long().to(DEVICE))


def main():
    configs, folder = sys.argv[1], sys.argv[2]
    make(configs, folder)
    name = torch.cuda.get_device_name() if DEVICE == "cuda" else "CPU"
    answer({"device": f"{name}, torch {torch.__version__}"})
    models = {}
    for line in sys.stdin:
        request = json.loads(line)
        precision = request.get("rate") or request["precision"]
        torch.backends.cuda.matmul.allow_tf32 = precision == "tf32"
        with torch.inference_mode():
            if "rate" in request:
                left, right = (torch.randn(SIDE, SIDE, device=DEVICE, dtype=TYPES[precision]) for _ in range(2))
                answer({"flops": 2 * SIDE**3 / repeat(lambda: left @ right, 1.0)})
                continue
            key = (request["model"], TYPES[precision])
            if key not in models:
                models.clear()
                models[key] = BertModel.from_pretrained(
                    os.path.join(folder, key[0]), torch_dtype=key[1], attn_implementation="sdpa", add_pooling_layer=False
                ).to(DEVICE).eval()
            ids, mask = batch(request["lengths"])
            result = []

            def forward():
                result[:] = [models[key](input_ids=ids, attention_mask=mask).last_hidden_state]

            seconds = repeat(forward, request["seconds"])
            answer({"seconds": seconds, "values": result[0][0, 0, :8].float().tolist()})


def answer(value):
    print(json.dumps(value), flush=True)


main()
