#!/usr/bin/env python3
"""Packs a folder as an image of one layer, in the format of `docker save`. Usage: docker_archive.py ROOT OUT.tar"""
import hashlib
import io
import json
import os
import platform
import sys
import tarfile

root, out = sys.argv[1:]
architecture = {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())


def of_root(entry):
    entry.uid = entry.gid = entry.mtime = 0
    entry.uname = entry.gname = "root"
    return entry


def add(archive, name, content):
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    archive.addfile(entry, io.BytesIO(content))


layer = io.BytesIO()
with tarfile.open(fileobj=layer, mode="w", format=tarfile.PAX_FORMAT) as tar:
    for name in sorted(os.listdir(root)):
        tar.add(os.path.join(root, name), arcname=name, filter=of_root)
digest = hashlib.sha256(layer.getvalue()).hexdigest()
config = json.dumps({
    "architecture": architecture,
    "os": "linux",
    "config": {"Env": ["PATH=/opt/java/bin", "JAVA_HOME=/opt/java"]},
    "rootfs": {"type": "layers", "diff_ids": ["sha256:" + digest]},
}, sort_keys=True).encode()
with tarfile.open(out, "w") as archive:
    add(archive, digest + "/layer.tar", layer.getvalue())
    add(archive, "config.json", config)
    add(archive, "manifest.json", json.dumps(
        [{"Config": "config.json", "RepoTags": None, "Layers": [digest + "/layer.tar"]}]).encode())
