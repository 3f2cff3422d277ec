"""The Nu HTML checker: fetched once from its npm package, at one version and with one checksum, and kept under var/."""

import base64
import hashlib
import json
import shutil
import subprocess
import tarfile

from django.conf import settings

VERSION = "26.9.27"
SHA512 = "TkQd5DFfOaWC9ebtvozTsrH2Vaod3jYg+vrOeREzIXxBexLz9+rS2DNtjn7+RPUiZhgli0SghgBX6RJRNea0KA=="
FOLDER = settings.VAR_DIR / "tools"


class NotThere(Exception):
    """Why the checker can't run here."""


def jar():
    """The path of vnu.jar; NotThere where it isn't kept and can't be got."""
    kept = FOLDER / f"vnu-{VERSION}.jar"
    if not shutil.which("java"):
        raise NotThere("The Nu checker needs Java 17. On Debian: sudo apt install default-jre-headless")
    if not kept.exists():
        archive = _fetch()
        with tarfile.open(archive) as package:
            part = kept.with_suffix(".part")
            part.write_bytes(package.extractfile("package/build/dist/vnu.jar").read())
            part.rename(kept)
        archive.unlink()
    return kept


def _fetch():
    if not shutil.which("npm"):
        raise NotThere("The Nu checker is an npm package, and there is no npm here. On Debian: sudo apt install npm")
    FOLDER.mkdir(parents=True, exist_ok=True)
    fetched = subprocess.run(
        ["npm", "pack", f"vnu-jar@{VERSION}", "--silent"], cwd=FOLDER, capture_output=True, text=True, timeout=300
    )
    if fetched.returncode:
        raise NotThere(f"npm could not fetch vnu-jar {VERSION}: {fetched.stderr.strip()}")
    archive = FOLDER / fetched.stdout.split()[-1]
    if base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode() != SHA512:
        archive.unlink()
        raise NotThere(f"What npm fetched as vnu-jar {VERSION} is not that package: its checksum differs.")
    return archive


def errors(folder):
    """What is wrong in the HTML files of a folder, a sentence each."""
    command = ["java", "-jar", jar(), "--format", "json", "--exit-zero-always", "--stdout", "--errors-only", folder]
    checked = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)
    return sorted(
        f"{message['url'].rpartition('/')[2]}: line {message.get('lastLine')}: {message['message']}"
        for message in json.loads(checked.stdout)["messages"]
    )
