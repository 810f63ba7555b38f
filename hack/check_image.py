#!/usr/bin/env python3
"""Checks what `make image` made: every library of the image is in the SBOM with its digest, the image says what it is, and it
does not run as root. Usage: check_image.py TARGET, the folder with lib/, ollakeep-sbom.json and ollakeep-image.tar"""
import hashlib
import json
import os
import sys
import tarfile

LABELS = ("title", "description", "version", "revision", "source", "created", "licenses")

target = sys.argv[1]
wrong = []


def digest(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def listed(sbom):
    return {entry["content"]
            for component in sbom.get("components", [])
            for entry in component.get("hashes", []) if entry["alg"] == "SHA-256"}


def configuration(archive):
    """Of the only image in it: an OCI layout, or what `docker save` writes."""
    with tarfile.open(archive) as tar:
        def read(name):
            return json.load(tar.extractfile(name))
        if "index.json" in tar.getnames():
            def blob(reference):
                return read("blobs/" + reference["digest"].replace(":", "/"))
            return blob(blob(read("index.json")["manifests"][0])["config"])["config"]
        return read(read("manifest.json")[0]["Config"])["config"]


if not os.path.exists(os.path.join(target, "ollakeep-sbom.json")):
    sys.exit("error: there is no SBOM: its Maven plugin does nothing with --offline. Run make image without it; without a network,"
             " too, it takes what Maven has in its cache")
with open(os.path.join(target, "ollakeep-sbom.json"), encoding="utf-8") as file:
    known = listed(json.load(file))
libraries = sorted(os.listdir(os.path.join(target, "lib")))
wrong += [f"{name} is not in the SBOM" for name in libraries if digest(os.path.join(target, "lib", name)) not in known]
image = configuration(os.path.join(target, "ollakeep-image.tar"))
user = image.get("User", "")
if user.split(":")[0] in ("", "0", "root"):
    wrong.append(f"the image runs as '{user}'")
labels = image.get("Labels", {})
wrong += [f"label org.opencontainers.image.{name} is missing" for name in LABELS
          if not labels.get("org.opencontainers.image." + name)]
if wrong:
    sys.exit("error: " + "; ".join(wrong))
print(f"SBOM: {len(known)} components, among them all {len(libraries)} libraries of the image; it runs as {user}")
